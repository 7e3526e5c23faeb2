//! From units to USD.

use serde::Serialize;

use super::Model;
use super::scale::{Batching, Stream};
use super::units::{Units, Work};

const MB_PER_GIB: f64 = 1_024.0;
const BYTES_PER_GIB: f64 = 1_073_741_824.0;
/// Bytes of a read unit.
const READ_UNIT_BYTES: f64 = 4_096.0;

/// Who is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Service {
    /// Amazon EventBridge.
    EventBridge,
    /// Amazon SQS.
    Sqs,
    /// AWS Lambda.
    Lambda,
    /// Amazon S3.
    S3,
    /// Amazon DynamoDB.
    DynamoDb,
    /// Amazon CloudWatch.
    CloudWatch,
}

/// A part of the cost.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Line {
    /// Who is paid.
    #[serde(skip)]
    pub service: Service,
    /// What for.
    pub what: &'static str,
    /// How many.
    pub units: f64,
    /// What for all of them.
    pub usd: f64,
}

/// Parts of the cost.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bill(pub Vec<Line>);

impl Bill {
    /// All of it, in USD.
    pub fn total(&self) -> f64 {
        self.0.iter().map(|line| line.usd).sum()
    }

    /// What `service` is paid, in USD.
    pub fn of(&self, service: Service) -> f64 {
        let own = self.0.iter().filter(|line| line.service == service);
        own.map(|line| line.usd).sum()
    }

    /// Adds the lines of `other`, to those that are paid for the same where there are any.
    pub fn add_all(&mut self, other: Self) {
        for line in other.0 {
            match self.0.iter_mut().find(|it| it.what == line.what) {
                Some(same) => {
                    same.units += line.units;
                    same.usd += line.usd;
                }
                None => self.0.push(line),
            }
        }
    }

    /// The same for a part of what it is for.
    pub fn part(mut self, share: f64) -> Self {
        for line in &mut self.0 {
            line.units *= share;
            line.usd *= share;
        }
        self
    }

    fn add(&mut self, service: Service, what: &'static str, units: f64, price: f64) {
        let usd = units * price;
        self.0.push(Line {
            service,
            what,
            units,
            usd,
        });
    }
}

/// How objects get into the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// S3 tells EventBridge of each.
    Announced,
    /// A backfill sends ten in a request.
    Backfilled,
}

impl Model {
    /// What taking `work` in costs, from the announcement of the objects to the commit.
    pub fn ingest(
        &self,
        units: &super::SourceUnits,
        work: &Work,
        batching: &Batching,
        arrival: Arrival,
    ) -> Bill {
        let (prices, assumed) = (&self.prices, &self.assumptions);
        let mut bill = Bill::default();
        let per_request = assumed.polling.per_request;
        let sends = match arrival {
            Arrival::Announced => {
                let price = prices.eventbridge.s3_event_per_million / 1e6;
                let what = "EventBridge events of S3";
                bill.add(Service::EventBridge, what, work.objects, price);
                work.objects
            }
            Arrival::Backfilled => work.objects / per_request,
        };
        // Received and deleted.
        let taken = 2.0 * work.objects / batching.delivered.min(per_request);
        let price = prices.sqs.request_per_million / 1e6;
        bill.add(Service::Sqs, "SQS requests", sends + taken, price);
        let invocations = work.objects / batching.delivered;
        let price = prices.lambda.request_per_million / 1e6;
        bill.add(Service::Lambda, "Lambda requests", invocations, price);
        let taken = units.ingest.of(work);
        let waiting = &assumed.waiting;
        let waited = work.commits * waiting.commit
            + work.objects * waiting.object
            + work.accounts * waiting.account;
        let duration = self.gib_seconds(taken.cpu_seconds, waited, assumed.ingest_mb);
        let price = prices.lambda.arm_per_gib_second;
        bill.add(Service::Lambda, "Lambda GiB-seconds", duration, price);
        self.add_requests(&mut bill, taken, &INGEST);
        let logs = invocations * assumed.log_bytes_per_invocation / BYTES_PER_GIB;
        let price = prices.cloudwatch.logs_per_gib;
        bill.add(Service::CloudWatch, "CloudWatch Logs GiB", logs, price);
        bill
    }

    /// What compacting `work` costs, until its day is over.
    pub fn compaction(&self, units: &super::SourceUnits, work: &Work) -> Bill {
        let taken = units.compaction.of(work);
        let waited = (taken.gets + taken.puts) * self.assumptions.waiting.compaction_request;
        let memory = self.assumptions.compaction_mb;
        let duration = self.gib_seconds(taken.cpu_seconds, waited, memory);
        let mut bill = Bill::default();
        let (what, price) = (
            "Compaction: Lambda GiB-seconds",
            self.prices.lambda.arm_per_gib_second,
        );
        bill.add(Service::Lambda, what, duration, price);
        self.add_requests(&mut bill, taken, &COMPACTION);
        bill
    }

    /// What keeping a GB for a month costs, beyond its ingestion.
    pub fn keeping(&self, stream: &Stream<'_>) -> Bill {
        let kept = stream.units.kept;
        let (s3, table) = (&self.prices.s3, &self.prices.dynamodb);
        let mut bill = Bill::default();
        let bytes = kept.bytes_per_gb / BYTES_PER_GIB;
        let price = s3.standard_per_gib_month;
        bill.add(Service::S3, "S3 GiB-months of segments", bytes, price);
        let bytes = kept.table_bytes_per_object * stream.objects_per_gb() / BYTES_PER_GIB;
        let price = table.storage_per_gib_month + table.recovery_per_gib_month;
        let what = "DynamoDB GiB-months of the ledger";
        bill.add(Service::DynamoDb, what, bytes, price);
        bill
    }

    /// What taking in a GB of `stream` costs, and what keeping it for a month does.
    pub fn of_gb(&self, stream: &Stream<'_>) -> (Bill, Bill) {
        let batching = stream.batching(&self.assumptions);
        let work = stream.gb(&batching);
        let mut taking = self.ingest(stream.units, &work, &batching, Arrival::Announced);
        taking.add_all(self.compaction(stream.units, &work));
        (taking, self.keeping(stream))
    }

    /// What a month costs whatever comes, where `streams` have come for as long as data is kept.
    pub fn standing(&self, streams: &[Stream<'_>]) -> Bill {
        let (standing, prices) = (&self.assumptions.standing, &self.prices);
        let cloudwatch = &prices.cloudwatch;
        let mut bill = Bill::default();
        let mut watch = |what, units, price| bill.add(Service::CloudWatch, what, units, price);
        watch(
            "CloudWatch metrics",
            standing.metrics,
            cloudwatch.metric_per_month,
        );
        watch(
            "CloudWatch metrics in alarms",
            standing.alarm_metrics,
            cloudwatch.alarm_metric_per_month,
        );
        watch(
            "CloudWatch dashboards",
            standing.dashboards,
            cloudwatch.dashboard_per_month,
        );
        let polling = &self.assumptions.polling;
        let seconds = self.assumptions.month_days * 86_400.0;
        let receives = standing.queues * polling.pollers * seconds / polling.window_seconds;
        let price = prices.sqs.request_per_million / 1e6;
        bill.add(Service::Sqs, "SQS receives of nothing", receives, price);
        let runs = standing.runs_per_month;
        let price = prices.lambda.request_per_million / 1e6;
        bill.add(Service::Lambda, "Scheduled runs", runs, price);
        let duration = runs * standing.gib_seconds_per_run;
        let price = prices.lambda.arm_per_gib_second;
        bill.add(Service::Lambda, "Scheduled GiB-seconds", duration, price);
        let units = self.manifest_units(streams);
        let price = prices.dynamodb.read_unit_per_million / 1e6;
        let what = "DynamoDB reads of the manifest";
        bill.add(Service::DynamoDb, what, units, price);
        bill
    }

    /// Read units of a month's looks into the manifest, when the oldest day is about to go.
    fn manifest_units(&self, streams: &[Stream<'_>]) -> f64 {
        let (standing, entries) = (&self.assumptions.standing, self.manifest_entries(streams));
        let of_days = |days: f64| {
            (entries * days * self.measured.manifest_entry_bytes / READ_UNIT_BYTES).ceil()
        };
        let kept = self.assumptions.kept_days;
        if entries * kept <= standing.small_manifest {
            return standing.recent_reads_per_month * of_days(kept);
        }
        standing.manifest_reads_per_month * of_days(kept)
            + standing.recent_reads_per_month * of_days(standing.recent_days)
    }

    /// Entries of the manifest for each day.
    fn manifest_entries(&self, streams: &[Stream<'_>]) -> f64 {
        let a_day = |stream: &Stream<'_>| {
            let kept = stream.units.kept;
            let rows = stream.gb_per_day * kept.rows_per_gb;
            (rows / self.assumptions.segment_rows).max(kept.kinds)
        };
        streams.iter().map(a_day).sum()
    }

    /// What Lambda bills for computing and waiting.
    fn gib_seconds(&self, cpu_seconds: f64, waited: f64, memory_mb: f64) -> f64 {
        // Less memory than that of a vCPU is less than a vCPU; more is of no use to one thread.
        let slower = (self.assumptions.vcpu_mb / memory_mb).max(1.0);
        let seconds = cpu_seconds * self.assumptions.derating * slower + waited;
        seconds * memory_mb / MB_PER_GIB
    }

    fn add_requests(&self, bill: &mut Bill, taken: Units, names: &[&'static str; 4]) {
        let (s3, table) = (&self.prices.s3, &self.prices.dynamodb);
        let [gets, puts, reads, writes] = *names;
        bill.add(Service::S3, gets, taken.gets, s3.get_per_thousand / 1e3);
        bill.add(Service::S3, puts, taken.puts, s3.put_per_thousand / 1e3);
        let price = table.read_unit_per_million / 1e6;
        bill.add(Service::DynamoDb, reads, taken.read_units, price);
        let price = table.write_unit_per_million / 1e6;
        bill.add(Service::DynamoDb, writes, taken.write_units, price);
    }
}

const INGEST: [&str; 4] = [
    "S3 GET requests",
    "S3 PUT requests",
    "DynamoDB read units",
    "DynamoDB write units",
];

const COMPACTION: [&str; 4] = [
    "Compaction: S3 GET requests",
    "Compaction: S3 PUT requests",
    "Compaction: DynamoDB read units",
    "Compaction: DynamoDB write units",
];
