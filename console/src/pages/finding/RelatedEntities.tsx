// Who is involved in a finding, with what is known of each.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { useState } from 'react';

import type { FindingDetail, InvolvedEntity } from '../../api/behavior.gen';
import { useBehavior } from '../../api/hooks';
import { AccountLink, EntityLink } from '../../components/EntityLink';
import { SafeText } from '../../components/SafeText';
import { Empty } from '../../components/States';
import { Time } from '../../components/Time';
import { navigate } from '../../app/location';
import { entityHref } from '../../entities/links';
import { Investigate } from '../../group/Investigate';
import { isInvestigable } from '../../entities/types';
import { typeName } from '../../entities/names';
import { ROLE_WORDS } from '../../format/words';
import { paramsOfScope, type Scope } from '../../scope/scope';

/** Details are asked for only of so many at once; the others have a button. */
const OPEN_AT_FIRST = 6;

const ANY = { value: '', label: 'Any type' };

export function RelatedEntities({ finding, scope }: { finding: FindingDetail; scope: Scope }) {
  const { Entities: entities } = finding;
  // A profile that is opened from here shows the finding beside it.
  const params = { ...paramsOfScope(scope), finding: finding.FindingId };
  const [type, setType] = useState('');
  const [text, setText] = useState('');
  const types = [...new Set(entities.map((it) => it.EntityType))];
  const shown = entities.filter((it) => (type === '' || it.EntityType === type) && it.EntityId.toLowerCase().includes(text.toLowerCase()));
  return (
    <Container header={<Header variant="h2" counter={`(${entities.length})`} description="Profiles open at the finding's time.">Related entities</Header>}>
      <SpaceBetween size="s">
        <SpaceBetween direction="horizontal" size="xs">
          <Select
            selectedOption={type === '' ? ANY : { value: type, label: typeName(type) }}
            options={[ANY, ...types.map((value) => ({ value, label: typeName(value) }))]}
            onChange={({ detail }) => setType(detail.selectedOption.value ?? '')}
            ariaLabel="Type of entity"
            expandToViewport
          />
          <Input value={text} type="search" placeholder="Find in ids" ariaLabel="Find in ids" onChange={({ detail }) => setText(detail.value)} />
        </SpaceBetween>
        {shown.length === 0 ? (
          <Empty title="No entities">{entities.length === 0 ? 'The finding names nobody that the graph knows.' : 'Nothing matches: choose another type or text.'}</Empty>
        ) : (
          <div>
            {shown.map((it, index) => (
              <Related key={`${it.EntityType} ${it.EntityId}`} entity={it} scope={scope} params={params} startsOpen={index < OPEN_AT_FIRST} />
            ))}
          </div>
        )}
      </SpaceBetween>
    </Container>
  );
}

interface RelatedProps {
  readonly entity: InvolvedEntity;
  readonly scope: Scope;
  readonly params: Record<string, string>;
  readonly startsOpen: boolean;
}

function Related({ entity, scope, params, startsOpen }: RelatedProps) {
  const [isOpen, setOpen] = useState(startsOpen);
  const { EntityType: type, EntityId: id } = entity;
  const href = entityHref(type, id, params);
  return (
    <div className="gf-entity">
      <div className="gf-entity-line">
        <EntityLink type={type} id={id} params={params} />
        <span className="gf-role">{ROLE_WORDS[entity.Role]}</span>
        <SpaceBetween direction="horizontal" size="xs">
          <Investigate type={type} id={id} scope={scope} />
          <Button href={href} onFollow={(event) => { event.preventDefault(); navigate(href); }}>
            See profile
          </Button>
        </SpaceBetween>
      </div>
      {isOpen ? <Known entity={entity} /> : <Button variant="inline-link" onClick={() => setOpen(true)}>Show details</Button>}
    </div>
  );
}

function Known({ entity }: { entity: InvolvedEntity }) {
  const answer = useBehavior('/behavior/entities/get', { EntityType: entity.EntityType, EntityId: entity.EntityId });
  if (answer.isPending) {
    return (
      <div className={`gf-waiting${isInvestigable(entity.EntityType) ? ' is-investigable' : ''}`}>
        <Spinner />
      </div>
    );
  }
  // A finding may name somebody of whom no log has come: that is worth knowing, too.
  if (answer.error) {
    return (
      <Box variant="small" color="text-body-secondary">
        {answer.error.isNotFound ? 'Only findings name it: no log of it was taken in.' : answer.error.message}
      </Box>
    );
  }
  const { Entity: it } = answer.data;
  return (
    <dl className="gf-details">
      <dt>Type</dt>
      <dd>{typeName(it.EntityType)}</dd>
      {it.Name !== undefined && (
        <>
          <dt>Name</dt>
          <dd>
            <SafeText length={90}>{it.Name}</SafeText>
          </dd>
        </>
      )}
      {it.Arn !== undefined && (
        <>
          <dt>ARN</dt>
          <dd>
            <SafeText length={160}>{it.Arn}</SafeText>
          </dd>
        </>
      )}
      {it.AccountId !== undefined && (
        <>
          <dt>Account</dt>
          <dd>
            <AccountLink id={it.AccountId} />
          </dd>
        </>
      )}
      <dt>First activity</dt>
      <dd>
        <Time of={it.FirstSeen} />
      </dd>
      <dt>Last activity</dt>
      <dd>
        <Time of={it.LastSeen} />
      </dd>
    </dl>
  );
}
