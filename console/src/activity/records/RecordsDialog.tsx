// From a number to the records of the log behind it: one call of one entity, an hour at a time.

import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Modal from '@cloudscape-design/components/modal';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';

import type { Filter } from '../../api/behavior.gen';
import { useBehavior } from '../../api/hooks';
import { SafeText } from '../../components/SafeText';
import { Empty, Loading, Problem } from '../../components/States';
import { useTimeZone } from '../../components/Time';
import { counted } from '../../format/number';
import { formatTime } from '../../format/time';
import { HOUR, membersOfScope, type Scope } from '../../scope/scope';
import { type Conditions, membersOf } from '../conditions';
import type { ActivityOf } from '../useActivity';
import { hoursOf } from './records';
import { Records } from './Records';

interface Props {
  readonly of: Pick<ActivityOf, 'EntityType' | 'EntityId'>;
  /** The call, what the rows above it stand for, and the analyst's filters. */
  readonly conditions: Conditions;
  readonly span: Scope;
  readonly onClose: () => void;
}

const valueOf = (filters: readonly Filter[], dimension: Filter['Dimension']): string =>
  filters.find((it) => it.Dimension === dimension && it.Operator === 'EQUALS')?.Values[0] ?? '';

export function RecordsDialog({ of, conditions, span, onClose }: Props) {
  return (
    <Modal
      visible
      size="max"
      onDismiss={onClose}
      closeAriaLabel="Close"
      header={
        <>
          Records of the log: <SafeText length={60}>{valueOf(conditions.all, 'Api')}</SafeText>{' '}
          <Box variant="span" color="text-body-secondary">
            <SafeText length={60}>{valueOf(conditions.all, 'Service')}</SafeText>
          </Box>
        </>
      }
    >
      <Hours of={of} conditions={conditions} span={span} />
    </Modal>
  );
}

/** Which hours have such calls; the latest is shown first. */
function Hours({ of, conditions, span }: Omit<Props, 'onClose'>) {
  const zone = useTimeZone();
  const [chosen, setChosen] = useState<number>();
  const answer = useBehavior('/behavior/activity/timeline', {
    EntityType: of.EntityType,
    EntityId: of.EntityId,
    Source: 'API',
    BinSize: 'HOUR',
    ...membersOf(conditions),
    ...membersOfScope(span),
  });
  if (answer.error) return <Problem error={answer.error} retry={() => void answer.refetch()} what="The hours of these calls could not be loaded" />;
  if (answer.data === undefined) return <Loading label="Loading the hours of these calls" />;
  const options = hoursOf(answer.data.Bins).map(({ start, calls }) => ({
    value: String(start),
    label: formatTime(start, zone),
    description: counted(calls, 'call'),
  }));
  const hour = options.find((it) => it.value === String(chosen)) ?? options[0];
  if (hour === undefined) return <Empty title="No calls">The graph counts none in this window any more. Close this and load the activity again.</Empty>;
  return (
    <SpaceBetween size="m">
      <FormField label="Hour" description={`${counted(options.length, 'hour')} of this window ${options.length === 1 ? 'has' : 'have'} such calls.`}>
        <Select
          selectedOption={hour}
          options={options}
          filteringType="auto"
          virtualScroll
          triggerVariant="option"
          onChange={({ detail }) => setChosen(Number(detail.selectedOption.value))}
        />
      </FormField>
      <Accounts key={hour.value} of={of} conditions={conditions} hour={Number(hour.value)} />
    </SpaceBetween>
  );
}

/** Logs are kept by the account whose trail recorded a call: mostly one, and all of them where several did. */
function Accounts({ of, conditions, hour }: Omit<Props, 'onClose' | 'span'> & { hour: number }) {
  const answer = useBehavior('/behavior/activity/list', {
    EntityType: of.EntityType,
    EntityId: of.EntityId,
    Source: 'API',
    GroupBy: ['AccountId'],
    ...membersOf(conditions),
    ...membersOfScope({ start: hour, end: hour + HOUR }),
  });
  if (answer.error) return <Problem error={answer.error} retry={() => void answer.refetch()} what="The accounts of these calls could not be loaded" />;
  if (answer.data === undefined) return <Loading label="Loading the accounts of these calls" />;
  const accounts = answer.data.Groups.flatMap((it) => it.Keys.AccountId ?? []);
  return (
    <SpaceBetween size="l">
      {accounts.map((account) => (
        <Records key={account} of={of} conditions={conditions} hour={hour} account={account} />
      ))}
    </SpaceBetween>
  );
}
