// What a report comes to: in words, as the working of its severity, on a map, and by tactic.

import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';

import type { GetInvestigationReportResponse } from '../../api/behavior.gen';
import { SafeText } from '../../components/SafeText';
import { Sentence } from '../../components/Sentence';
import { Severity, severityWord } from '../../components/Severity';
import { IMPACTS, LIKELIHOODS, severityOf } from '../../investigation/severity';
import { type Help, InfoLink } from '../../state/help';
import { Places } from './Places';

const HELP: Help = {
  title: 'Severity',
  body: (
    <>
      <p>
        Likelihood says how likely it is that somebody else acts as the principal, impact what harm the techniques can do. Their product
        is the severity: 0 is informational, 1 to 3 low, 4 to 6 medium, 7 to 11 high, 12 and more critical.
      </p>
      <h3>How to use it</h3>
      <p>The indicators that count are marked in the table below. If you know that one of them is harmless, see what would be left.</p>
      <h3>Next steps</h3>
      <p>It says nothing about how important the resource is: that is for you to know.</p>
    </>
  ),
};

export function Overview({ report }: { report: GetInvestigationReportResponse }) {
  return (
    <div className="gr-columns">
      <Container fitHeight header={<Header variant="h2">Overview</Header>}>
        <p className="gg-story">
          <Sentence length={2000}>{report.Overview}</Sentence>
        </p>
        <Places report={report} />
      </Container>
      <Container fitHeight header={<Header variant="h2" info={<InfoLink help={HELP} />}>Why this severity</Header>}>
        <Working report={report} />
      </Container>
    </div>
  );
}

function Working({ report }: { report: GetInvestigationReportResponse }) {
  const it = report.SeverityWorking;
  const product = it.Likelihood * it.Impact;
  return (
    <>
      <p className="gr-product">
        Likelihood <strong>{it.Likelihood}</strong> × impact <strong>{it.Impact}</strong> = <strong>{product}</strong>: <Severity of={report.Severity} />
      </p>
      <table className="gr-matrix">
        <caption className="gs-offscreen">Severity by likelihood and impact; the one of this report is marked.</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="gs-offscreen">Likelihood</span>
            </th>
            {IMPACTS.map((impact) => (
              <th key={impact} scope="col">
                Impact {impact}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {LIKELIHOODS.map((likelihood) => (
            <tr key={likelihood}>
              <th scope="row">Likelihood {likelihood}</th>
              {IMPACTS.map((impact) => {
                const severity = severityOf(likelihood, impact);
                const isHere = likelihood === it.Likelihood && impact === it.Impact;
                return (
                  <td key={impact} className={`gr-cell gs-severity-${severity.toLowerCase()}${isHere ? ' is-here' : ''}`} aria-current={isHere ? 'true' : undefined}>
                    {severityWord(severity)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="gr-reasons">
        <dt>Likelihood {it.Likelihood}</dt>
        <dd>
          <SafeText length={300}>{it.LikelihoodReason}</SafeText>
        </dd>
        <dt>Impact {it.Impact}</dt>
        <dd>
          <SafeText length={300}>{it.ImpactReason}</SafeText>
        </dd>
      </dl>
    </>
  );
}
