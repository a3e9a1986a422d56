//! The class as data for programs, as `docs/class.schema.json` describes it. It alone holds everything, and as it was:
//! whoever shows its texts to somebody has to escape them.

use crate::class::Class;

/// One document, ended by a line break.
pub(super) fn render(class: &Class) -> String {
    super::document(class)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use jsonschema::{Registry, Validator};
    use serde_json::Value;

    /// The published schema, which refers to another beside it.
    fn validate(document: &Value) -> Vec<String> {
        let schema: Value = serde_json::from_str(include_str!("../../../../docs/class.schema.json")).unwrap();
        let verdicts: Value = serde_json::from_str(include_str!("../../../../docs/verdicts.schema.json")).unwrap();
        jsonschema::meta::validate(&schema).unwrap();
        let beside = Registry::new().add("file:///docs/verdicts.schema.json", verdicts).unwrap().prepare().unwrap();
        let options = jsonschema::options().with_base_uri("file:///docs/class.schema.json").with_registry(&beside);
        let validator: Validator = options.build(&schema).unwrap();
        validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }

    #[test]
    fn a_class_is_valid_against_the_published_schema() {
        for class in [fixture::class(), fixture::long(), fixture::empty()] {
            let document: Value = serde_json::from_str(&render(&class)).unwrap();
            assert_eq!(validate(&document), [""; 0]);
        }
    }

    #[test]
    fn the_schema_lets_no_unknown_field_through() {
        let document: Value = serde_json::from_str(&render(&fixture::class())).unwrap();
        for pointer in [
            "",
            "/exercises/0",
            "/learners/0",
            "/learners/0/grades/0",
            "/learners/0/grades/0/checks/0",
            "/learners/0/grades/0/verdict",
            "/alike/0",
            "/left_out/0",
        ] {
            let mut broken = document.clone();
            broken.pointer_mut(pointer).unwrap()["surprise"] = Value::Bool(true);
            assert!(!validate(&broken).is_empty(), "{pointer} takes a surprise");
        }
    }

    #[test]
    fn every_field_is_described() {
        let schema: Value = serde_json::from_str(include_str!("../../../../docs/class.schema.json")).unwrap();
        let nested = schema["$defs"].as_object().unwrap().values();
        for object in nested.chain([&schema]).filter(|object| object["type"] == "object") {
            for (field, description) in object["properties"].as_object().unwrap() {
                assert!(description["description"].is_string(), "{field} has no description");
            }
        }
    }

    #[test]
    fn a_class_can_be_read_back() {
        let class = fixture::class();
        assert_eq!(serde_json::from_str::<Class>(&render(&class)).unwrap(), class);
    }
}
