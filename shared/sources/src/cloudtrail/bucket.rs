//! The S3 bucket that a call was about.

use super::record::Record;

impl Record<'_> {
    /// The bucket's name: `requestParameters.bucketName` where the call is one of S3's, else the
    /// first bucket in `resources`.
    ///
    /// Other services have parameters of the same name that are no buckets of S3 (our choice:
    /// believe S3, its directory buckets and S3 on Outposts only).
    pub(super) fn bucket(&self) -> Option<&str> {
        let is_s3 = matches!(
            self.event_source.get(),
            Some("s3.amazonaws.com" | "s3express.amazonaws.com" | "s3-outposts.amazonaws.com")
        );
        let parameter = self.request_parameters.bucket_name.get();
        parameter
            .filter(|_| is_s3)
            .and_then(name)
            .or_else(|| self.bucket_arn.get().and_then(name_in_arn))
    }
}

/// The bucket that the parameter names: by name or by ARN. An access point is no bucket.
fn name(parameter: &str) -> Option<&str> {
    if parameter.starts_with("arn:") {
        name_in_arn(parameter)
    } else {
        Some(parameter)
    }
}

/// The bucket of `arn:aws:s3:::bucket`, or of a directory bucket's or an Outposts bucket's ARN,
/// which ends with `bucket/<name>`.
fn name_in_arn(arn: &str) -> Option<&str> {
    let mut parts = arn.splitn(6, ':');
    let resource = parts.nth(5).filter(|_| arn.starts_with("arn:"))?;
    let service = arn.split(':').nth(2)?;
    let name = match service {
        "s3" => (arn.split(':').nth(4) == Some("")).then(|| resource.split('/').next())??,
        "s3express" => resource.strip_prefix("bucket/")?,
        "s3-outposts" => resource.rsplit_once("/bucket/")?.1,
        _ => return None,
    };
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lenient::{As, Flat, Into};
    use serde::de::DeserializeSeed;

    fn bucket(json: &str) -> Option<String> {
        let mut parser = serde_json::Deserializer::from_str(json);
        let mut record = Record::default();
        As::<_, Flat>::new(Into(&mut record))
            .deserialize(&mut parser)
            .unwrap();
        record.bucket().map(str::to_owned)
    }

    #[test]
    fn a_call_of_s3_is_about_the_bucket_that_its_parameters_name() {
        for (parameter, expected) in [
            (r#""logs""#, Some("logs")),
            (r#""arn:aws:s3:::logs""#, Some("logs")),
            (r#""arn:aws:s3:::logs/key""#, Some("logs")),
            (
                r#""arn:aws:s3express:eu-west-1:111122223333:bucket/logs--az1--x-s3""#,
                Some("logs--az1--x-s3"),
            ),
            (
                r#""arn:aws:s3-outposts:eu-west-1:111122223333:outpost/op-1/bucket/logs""#,
                Some("logs"),
            ),
            (
                r#""arn:aws:s3:eu-west-1:111122223333:accesspoint/ap""#,
                None,
            ),
            (r#""arn:aws:s3:::""#, None),
            (r#""""#, None),
            ("[1]", None),
            ("null", None),
        ] {
            let json = format!(
                r#"{{"requestParameters":{{"bucketName":{parameter}}},"eventSource":"s3.amazonaws.com"}}"#
            );
            assert_eq!(bucket(&json).as_deref(), expected, "{json}");
        }
    }

    #[test]
    fn other_services_parameters_are_not_believed_but_the_records_resources_are() {
        assert_eq!(
            bucket(
                r#"{"eventSource":"x.amazonaws.com","requestParameters":{"bucketName":"logs"}}"#
            ),
            None
        );
        assert_eq!(
            bucket(
                r#"{"eventSource":"x.amazonaws.com","requestParameters":"text","resources":[7,null,
                {"type":"AWS::S3::Object","ARN":"arn:aws:s3:::first/key"},
                {"ARN":"arn:aws:s3:::second","type":"AWS::S3::Bucket"},
                {"ARN":"arn:aws:s3:::third","type":"AWS::S3::Bucket"}]}"#
            ),
            Some("second".to_owned())
        );
        assert_eq!(bucket(r#"{"resources":{"type":"AWS::S3::Bucket"}}"#), None);
    }
}
