import AttributeEditor from '@cloudscape-design/components/attribute-editor';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { detective } from '../../api/detective';
import { useDetective } from '../../api/hooks';
import { Loading, Problem } from '../../components/States';
import { counted } from '../../format/number';
import { useFlash } from '../../state/flash';
import { changesOf, MOST_TAGS, type Tag, tagProblem, tagsOf } from './tags';

export function Tags({ graphArn }: { graphArn: string }) {
  const answer = useDetective('ListTagsForResource', { ResourceArn: graphArn });
  if (answer.error && !answer.data) return <Problem error={answer.error} retry={() => void answer.refetch()} what="The tags could not be loaded" />;
  if (answer.data === undefined) return <Loading height={180} label="Loading the tags" />;
  const tags = tagsOf(answer.data.Tags ?? {});
  return <Editor key={JSON.stringify(tags)} graphArn={graphArn} saved={tags} />;
}

function Editor({ graphArn, saved }: { graphArn: string; saved: readonly Tag[] }) {
  const [tags, setTags] = useState(saved);
  const client = useQueryClient();
  const flash = useFlash();
  const { set, removed } = changesOf(saved, tags);
  const changes = Object.keys(set).length + removed.length;
  const isSound = tags.every((it) => tagProblem(it, tags) === undefined);
  const save = useMutation({
    mutationFn: async () => {
      // Removed first, so that there is room for new ones.
      if (removed.length > 0) await detective('UntagResource', { ResourceArn: graphArn, TagKeys: removed });
      if (Object.keys(set).length > 0) await detective('TagResource', { ResourceArn: graphArn, Tags: set });
    },
    onSuccess: () => flash.success(`${counted(changes, 'tag')} changed.`),
    onError: (error) => flash.problem('The tags were not changed', error),
    onSettled: () => void client.invalidateQueries({ queryKey: ['ListTagsForResource'] }),
  });
  const edit = (index: number, change: Partial<Tag>) => setTags(tags.map((it, at) => (at === index ? { ...it, ...change } : it)));
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${saved.length})`}
          description={
            <>
              Up to {MOST_TAGS}, for whatever you look for. <code>gumshoe:retention-days</code> says for how many days data is kept.
            </>
          }
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" disabled={changes === 0} onClick={() => setTags(saved)}>
                Take back
              </Button>
              <Button disabled={changes === 0 || !isSound} loading={save.isPending} onClick={() => save.mutate()}>
                Save tags
              </Button>
            </SpaceBetween>
          }
        >
          Tags
        </Header>
      }
    >
      <AttributeEditor<Tag>
        items={tags}
        addButtonText="Add a tag"
        removeButtonText="Remove"
        empty="The graph has no tags."
        disableAddButton={tags.length >= MOST_TAGS}
        removeButtonAriaLabel={(it) => `Remove tag ${it.key}`}
        onAddButtonClick={() => setTags([...tags, { key: '', value: '' }])}
        onRemoveButtonClick={({ detail }) => setTags(tags.filter((_, at) => at !== detail.itemIndex))}
        definition={[
          {
            label: 'Key',
            control: (it, index) => <Input value={it.key} autoComplete={false} spellcheck={false} onChange={({ detail }) => edit(index, { key: detail.value })} />,
            errorText: (it) => (it.key === '' ? undefined : tagProblem(it, tags)),
          },
          {
            label: 'Value',
            control: (it, index) => <Input value={it.value} autoComplete={false} spellcheck={false} onChange={({ detail }) => edit(index, { value: detail.value })} />,
          },
        ]}
      />
    </Container>
  );
}
