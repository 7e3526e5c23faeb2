//! A language model of Amazon Bedrock, asked once.

use std::error::Error;

use aws_config::BehaviorVersion;
use aws_sdk_bedrockruntime::Client;
use aws_sdk_bedrockruntime::error::SdkError;
use aws_sdk_bedrockruntime::operation::converse::{ConverseError, ConverseOutput};
use aws_sdk_bedrockruntime::types::{
    ContentBlock, ConversationRole, InferenceConfiguration, Message, SystemContentBlock,
};
use tokio::sync::OnceCell;

/// Most tokens of an answer: some 300 words, with room.
const ANSWER_TOKENS: i32 = 700;

/// Why a model said nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ModelError {
    /// Bedrock has too many requests of this account.
    #[error("Amazon Bedrock is busy")]
    Busy,
    /// The model is not there, or may not be used.
    #[error("Amazon Bedrock lets this function not use the model")]
    Refused(#[source] Box<dyn Error + Send + Sync>),
    /// Anything else.
    #[error("the model gave no answer")]
    Failed(#[source] Box<dyn Error + Send + Sync>),
    /// The answer has no text.
    #[error("the model's answer has no text")]
    Silent,
}

/// Asks `model` to do as `instruction` says with `material`.
pub(crate) async fn ask(
    model: &str,
    instruction: &str,
    material: &str,
) -> Result<String, ModelError> {
    let failed = |error: Box<dyn Error + Send + Sync>| ModelError::Failed(error);
    let question = Message::builder()
        .role(ConversationRole::User)
        .content(ContentBlock::Text(material.to_owned()))
        .build()
        .map_err(|error| failed(error.into()))?;
    let limits = InferenceConfiguration::builder()
        .max_tokens(ANSWER_TOKENS)
        .temperature(0.0)
        .build();
    let asked = client()
        .await
        .converse()
        .model_id(model)
        .system(SystemContentBlock::Text(instruction.to_owned()))
        .messages(question)
        .inference_config(limits)
        .send()
        .await;
    text(&asked.map_err(from_bedrock)?).ok_or(ModelError::Silent)
}

/// Made at the first question: connections and credentials outlive it.
async fn client() -> &'static Client {
    static CLIENT: OnceCell<Client> = OnceCell::const_new();
    let open = async || {
        let config = aws_config::load_defaults(BehaviorVersion::latest()).await;
        Client::new(&config)
    };
    CLIENT.get_or_init(open).await
}

fn from_bedrock(error: SdkError<ConverseError>) -> ModelError {
    match error.as_service_error() {
        Some(
            ConverseError::ThrottlingException(_)
            | ConverseError::ServiceUnavailableException(_)
            | ConverseError::ModelNotReadyException(_),
        ) => ModelError::Busy,
        Some(
            ConverseError::AccessDeniedException(_)
            | ConverseError::ResourceNotFoundException(_)
            | ConverseError::ValidationException(_),
        ) => ModelError::Refused(error.into()),
        _ => ModelError::Failed(error.into()),
    }
}

fn text(answer: &ConverseOutput) -> Option<String> {
    let message = answer.output()?.as_message().ok()?;
    let blocks = message.content().iter();
    let text: String = blocks
        .filter_map(|block| block.as_text().ok())
        .map(String::as_str)
        .collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
