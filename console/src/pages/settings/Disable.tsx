// The end of the graph.

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useState } from 'react';

import { useDetectiveChange } from '../../api/hooks';
import { hrefTo, navigate } from '../../app/location';
import { Confirm } from '../../components/Confirm';
import { useFlash } from '../../state/flash';
import { useAccess } from '../../state/graph';

export function Disable({ graphArn }: { graphArn: string }) {
  const [isAsking, setAsking] = useState(false);
  const remove = useDetectiveChange('DeleteGraph');
  const flash = useFlash();
  const { reload } = useAccess();
  return (
    <Container
      header={
        <Header variant="h2" actions={<Button onClick={() => setAsking(true)}>Disable Detective</Button>}>
          Disable Detective
        </Header>
      }
    >
      <Box variant="p" color="text-body-secondary">
        Deletes the graph and everything in it: what was taken in, finding groups, investigations. Members no longer feed it. It cannot be
        undone; a graph that is made later begins empty.
      </Box>
      {isAsking && (
        <Confirm
          title="Disable Detective"
          action="Disable Detective"
          typed="disable"
          isBusy={remove.isPending}
          error={remove.error}
          onConfirm={() =>
            remove.mutate(
              { GraphArn: graphArn },
              {
                onSuccess: () => {
                  setAsking(false);
                  flash.success('The graph is deleted.');
                  // To where a graph can be made, once nothing asks about this one any more.
                  void reload().then(() => navigate(hrefTo([])));
                },
              },
            )
          }
          onCancel={() => {
            remove.reset();
            setAsking(false);
          }}
        >
          Everything in the graph is deleted, for this account and for what its members gave, and cannot be brought back.
        </Confirm>
      )}
    </Container>
  );
}
