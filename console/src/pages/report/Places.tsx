// Where the principal called from that it had not before: the map of a report's overview.

import Box from '@cloudscape-design/components/box';

import type { GetInvestigationReportResponse } from '../../api/behavior.gen';
import { useBehavior } from '../../api/hooks';
import { panelsOf } from '../../api/panel';
import { WorldMap } from '../../charts/WorldMap';
import { Loading } from '../../components/States';

const PANEL = 'NewGeolocations';
const HEIGHT = 300;

export function Places({ report }: { report: GetInvestigationReportResponse }) {
  const type = report.EntityType === 'IAM_USER' ? 'AwsUser' : 'AwsRole';
  const entity = useBehavior('/behavior/entities/search', { Query: report.EntityArn, EntityType: type, MaxResults: 1 });
  const id = entity.data?.Entities[0]?.EntityId;
  const profile = useBehavior(
    '/behavior/entities/profile',
    { EntityType: type, EntityId: id ?? '', ScopeStartTime: report.ScopeStartTime, ScopeEndTime: report.ScopeEndTime, PanelIds: [PANEL] },
    { enabled: id !== undefined },
  );
  if (entity.isPending || (id !== undefined && profile.isPending)) return <Loading height={HEIGHT} label="Loading the map" />;
  const panel = panelsOf(profile.data?.Panels ?? []).find((it) => it.Form === 'MAP');
  const places = panel?.Form === 'MAP' ? panel.Data.Places : [];
  if (places.length === 0) {
    return <Box color="text-body-secondary">No newly observed place in the scope time. Without geolocation files, places are not known.</Box>;
  }
  return <WorldMap places={places} title="Newly observed places of the scope time" height={HEIGHT} />;
}
