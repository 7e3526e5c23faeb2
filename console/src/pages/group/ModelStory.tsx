// The group in the words of a language model, for who asks for it: beside the rules' own, and never instead of it.

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';

import type { SummarizeFindingGroupResponse } from '../../api/behavior.gen';
import type { ApiProblem } from '../../api/problem';
import { SafeText } from '../../components/SafeText';
import { Loading, Problem } from '../../components/States';
import { counted } from '../../format/number';
import { linesOf, namesModel } from './model';

interface Props {
  readonly isAsked: boolean;
  readonly answer: SummarizeFindingGroupResponse | undefined;
  readonly error: ApiProblem | null;
  readonly retry: () => void;
}

export function ModelStory({ isAsked, answer, error, retry }: Props) {
  if (isAsked) return <Loading height={90} label="Asking the model" />;
  if (error) return namesModel(error) ? <NoModel message={error.message} /> : <Problem error={error} retry={retry} what="The model did not answer" />;
  if (answer === undefined) return null;
  return (
    <section aria-label="What the model says">
      <SpaceBetween size="xxs">
        <div className="gg-story">
          {linesOf(answer.Text).map((line, index) => (
            <p key={index}>
              <SafeText length={4000}>{line}</SafeText>
            </p>
          ))}
        </div>
        <Box variant="small">
          By <SafeText>{answer.ModelId}</SafeText>, which was told of {counted(answer.FindingCount, 'finding')}. Nobody has checked it: a model may leave out,
          mix up or invent. The tables below have the facts.
        </Box>
      </SpaceBetween>
    </section>
  );
}

/** No error: most deployments have none, and it is said how to have one. */
function NoModel({ message }: { message: string }) {
  return (
    <Alert type="info" header="No model to ask">
      <SafeText length={400}>{message}</SafeText> Whoever administers the deployment names a model or an inference profile of Amazon Bedrock in the parameter{' '}
      <code>SummaryModel</code> of the stack; <code>gumshoe up</code> reads <code>GUMSHOE_SUMMARY_MODEL</code>. What findings say then goes to the model, and
      Bedrock bills each summary.
    </Alert>
  );
}
