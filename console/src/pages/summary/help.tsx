import type { Help } from '../../state/help';

const help = (title: string, what: string, use: string, next: string): Help => ({
  title,
  body: (
    <>
      <p>{what}</p>
      <h3>How to use it</h3>
      <p>{use}</p>
      <h3>Next steps</h3>
      <p>{next}</p>
    </>
  ),
});

export const SUMMARY_HELP = help(
  'Summary',
  'What happened in 24 hours, and what of it is unusual. Any 24 hours of the last year can be looked at.',
  'Numbers and names lead to what is behind them, in the same 24 hours. Choose another day or hour above.',
  'Begin with what is to be investigated and with the finding groups; then look at new places, and at whoever calls or sends most.',
);

export const INVESTIGATIONS_HELP = help(
  'Investigations',
  'Users and roles that should be investigated, because findings or finding groups involve them; investigations that ended with a critical report; and all that were started in these 24 hours.',
  'Run an investigation from here: it looks for indicators of compromise of the user or role in these 24 hours.',
  'Read the report, then look at the profile at the time of its indicators.',
);

export const GEOLOCATIONS_HELP = help(
  'Newly observed geolocations',
  'Places from which calls came, and none of the whole graph in the 45 days before. An address is looked up in the geolocation database of the deployment: countries are mostly right, cities less so.',
  'Choose a place to see the users and roles that called from there. The larger its mark on the map, the more calls; where more failed than succeeded it is red.',
  'Look at the profile of who called: is it expected to be there? Many failed calls from a new place are a sign of stolen credentials.',
);

export const GROUPS_HELP = help(
  'Active finding groups',
  'The groups of findings that were seen in the 7 days that end with these 24 hours, those with the most critical findings first; five at most.',
  'A group tells which findings, entities and tactics belong together, most likely of one incident.',
  'Open a group to see how its parts hang together, and what is said to do.',
);

export const PRINCIPALS_HELP = help(
  'Roles and users with the most API calls',
  'The 100 with the most calls in the 24 hours, and the 100 with the most failed ones. Sums are exact. The timeline shows the 7 days that end with them, failed calls in red.',
  'Choose a row to see its hours. Roles that AWS made for its services can be left out.',
  'Look at whoever is not expected to be among the first, and at any with many failed calls.',
);

export const INSTANCES_HELP = help(
  'EC2 instances with the most traffic',
  'The 100 with the most bytes in the 24 hours, both ways. Sums are exact. The timeline shows the 7 days that end with them.',
  'Choose a row to see its hours, inbound and outbound.',
  'Much more outbound than on other days may be an exfiltration: look at the peers on the profile of the instance.',
);

export const CLUSTERS_HELP = help(
  'Container clusters with the most Kubernetes pods',
  'Clusters of which requests came in the 24 hours, those with the most findings first. Pods are those that requests were about.',
  'Numbers lead to the profile of the cluster.',
  'Look at the findings first, then at who called the cluster.',
);
