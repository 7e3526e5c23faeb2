//! Questions to `ListInvestigations`, asked of the API and answered by hand.

use aws_sdk_detective::types::{
    DateFilter, Field, FilterCriteria, InvestigationDetail, SortCriteria, SortOrder, StringFilter,
};

use super::case::Case;

pub(crate) const SEVERITIES: [&str; 5] = ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"];
pub(crate) const STATUSES: [&str; 3] = ["RUNNING", "FAILED", "SUCCESSFUL"];
pub(crate) const STATES: [&str; 2] = ["ACTIVE", "ARCHIVED"];

/// A question, without its page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Question {
    pub(crate) severity: Option<&'static str>,
    pub(crate) status: Option<&'static str>,
    pub(crate) state: Option<&'static str>,
    pub(crate) arn: Option<String>,
    pub(crate) created: Option<(i64, i64)>,
    pub(crate) order: Option<(Option<Field>, Option<SortOrder>)>,
}

impl Question {
    pub(crate) fn filters(&self) -> FilterCriteria {
        let equals = |value: &str| StringFilter::builder().value(value).build().unwrap();
        let millis = aws_sdk_detective::primitives::DateTime::from_millis;
        let between = |(start, end)| {
            let filter = DateFilter::builder().start_inclusive(millis(start));
            filter.end_inclusive(millis(end)).build().unwrap()
        };
        FilterCriteria::builder()
            .set_severity(self.severity.map(equals))
            .set_status(self.status.map(equals))
            .set_state(self.state.map(equals))
            .set_entity_arn(self.arn.as_deref().map(equals))
            .set_created_time(self.created.map(between))
            .build()
    }

    /// What must be found, of everything there is.
    pub(crate) fn expected(&self, all: &[InvestigationDetail]) -> Vec<InvestigationDetail> {
        let mut expected: Vec<InvestigationDetail> = all
            .iter()
            .filter(|it| {
                let created = it.created_time().unwrap().to_millis().unwrap();
                self.severity
                    .is_none_or(|wanted| severity(it) == Some(wanted))
                    && self.status.is_none_or(|wanted| status(it) == wanted)
                    && it.state().unwrap().as_str() == self.state.unwrap_or("ACTIVE")
                    && self
                        .arn
                        .as_deref()
                        .is_none_or(|wanted| it.entity_arn() == Some(wanted))
                    && self
                        .created
                        .is_none_or(|(start, end)| (start..=end).contains(&created))
            })
            .cloned()
            .collect();
        let (field, order) = self.order.clone().unwrap_or_default();
        let rank = |it: &InvestigationDetail| match &field {
            None | Some(Field::CreatedTime) => 0,
            Some(Field::Severity) => severity(it).map_or(0, |it| {
                1 + SEVERITIES.iter().position(|other| *other == it).unwrap()
            }),
            Some(_) => STATUSES
                .iter()
                .position(|other| *other == status(it))
                .unwrap(),
        };
        expected.sort_by_key(|it| (rank(it), it.investigation_id().unwrap().to_owned()));
        if order != Some(SortOrder::Asc) {
            expected.reverse();
        }
        expected
    }
}

fn severity(it: &InvestigationDetail) -> Option<&str> {
    it.severity()
        .map(aws_sdk_detective::types::Severity::as_str)
}

fn status(it: &InvestigationDetail) -> &str {
    it.status().unwrap().as_str()
}

impl Case {
    /// One page, and the token of the next.
    pub(crate) async fn page(
        &self,
        question: &Question,
        size: Option<i32>,
        token: Option<String>,
    ) -> (Vec<InvestigationDetail>, Option<String>) {
        let list = self.client.list_investigations().graph_arn(&self.graph);
        let list = list.filter_criteria(question.filters());
        let order = question.order.clone().map(|(field, order)| {
            let criteria = SortCriteria::builder().set_field(field);
            criteria.set_sort_order(order).build()
        });
        let list = list.set_sort_criteria(order).set_next_token(token);
        let page = list.set_max_results(size).send().await.unwrap();
        (
            page.investigation_details.unwrap_or_default(),
            page.next_token,
        )
    }

    pub(crate) async fn list(
        &self,
        question: &Question,
        size: Option<i32>,
    ) -> Vec<InvestigationDetail> {
        let (mut all, mut token) = (Vec::new(), None);
        loop {
            let (page, next) = self.page(question, size, token).await;
            if let Some(size) = size {
                assert!(page.len() <= usize::try_from(size).unwrap());
            }
            all.extend(page);
            token = next;
            if token.is_none() {
                return all;
            }
        }
    }

    /// Every investigation, the archived ones last.
    pub(crate) async fn all(&self) -> Vec<InvestigationDetail> {
        let mut all = Vec::new();
        for state in STATES {
            let state = Some(state);
            let question = Question {
                state,
                ..Question::default()
            };
            all.extend(self.list(&question, None).await);
        }
        all
    }
}
