//! Which findings of Security Hub belong to a graph: Amazon Detective User Guide, "AWS security
//! findings".

use serde_json::Value;

use crate::findings::{Arn, Delivery, member, text};
use crate::tally::LeftOut;

/// Whether a finding belongs to a graph, and why not.
pub(super) fn check(
    record: &Value,
    product_arn: &str,
    region: Option<&str>,
    delivery: &Delivery,
) -> Result<(), LeftOut> {
    let product = Arn::parse(product_arn).map_or("", |it| it.resource);
    if !product.starts_with("product/aws/") {
        return Err(LeftOut::ThirdPartyProduct);
    }
    // What GuardDuty tells itself says more, and is not to be shown twice.
    if product == "product/aws/guardduty" {
        return Err(LeftOut::GuardDutyFinding);
    }
    let compliance = member(record, "Compliance").and_then(|it| text(it, "Status"));
    if compliance.is_some_and(|status| status != "FAILED") {
        return Err(LeftOut::ComplianceNotFailed);
    }
    // Cross-Region aggregation copies findings into a Region that they are not of.
    let is_copy = region
        .zip(delivery.region.as_deref())
        .is_some_and(|(of, by)| of != by);
    if is_copy {
        return Err(LeftOut::CrossRegionCopy);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const CONTROL: &str = "arn:aws:securityhub:us-east-1::product/aws/securityhub";

    fn checked(compliance: &Value, product: &str, by: Option<&str>) -> Result<(), LeftOut> {
        let delivery = Delivery {
            region: by.map(str::to_owned),
            sent: None,
        };
        let record = json!({ "Compliance": compliance });
        check(&record, product, Some("us-east-1"), &delivery)
    }

    #[test]
    fn findings_of_amazons_products_that_passed_no_check_belong() {
        let failed = json!({"Status": "FAILED"});
        assert_eq!(checked(&failed, CONTROL, None), Ok(()));
        assert_eq!(checked(&failed, CONTROL, Some("us-east-1")), Ok(()));
        assert_eq!(checked(&Value::Null, CONTROL, None), Ok(()));
        assert_eq!(checked(&json!({}), CONTROL, None), Ok(()));
    }

    #[test]
    fn all_others_are_left_out_and_the_reason_is_told() {
        let failed = json!({"Status": "FAILED"});
        for status in ["PASSED", "WARNING", "NOT_AVAILABLE"] {
            assert_eq!(
                checked(&json!({ "Status": status }), CONTROL, None),
                Err(LeftOut::ComplianceNotFailed)
            );
        }
        assert_eq!(
            checked(&failed, CONTROL, Some("eu-west-1")),
            Err(LeftOut::CrossRegionCopy)
        );
        for product in [
            "arn:aws:securityhub:us-east-1::product/crowdstrike/crowdstrike-falcon",
            "arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default",
            "aws",
        ] {
            assert_eq!(
                checked(&Value::Null, product, None),
                Err(LeftOut::ThirdPartyProduct)
            );
        }
        assert_eq!(
            checked(
                &Value::Null,
                "arn:aws:securityhub:us-east-1::product/aws/guardduty",
                None
            ),
            Err(LeftOut::GuardDutyFinding)
        );
    }
}
