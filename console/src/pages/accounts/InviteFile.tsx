import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FileUpload from '@cloudscape-design/components/file-upload';
import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';

import { SafeText } from '../../components/SafeText';
import { download } from '../../format/csv';
import { counted } from '../../format/number';
import { CSV_HEADER, type Invitee, type Parsed, parseInvitees } from './invitees';

/** More than any list of 1,200 accounts has. */
const MOST_BYTES = 1_000_000;
const SHOWN_PROBLEMS = 5;

interface Props {
  readonly onChange: (invitees: readonly Invitee[]) => void;
  readonly needsEmail: boolean;
  readonly isTried: boolean;
}

export function InviteFile({ onChange, needsEmail, isTried }: Props) {
  const [files, setFiles] = useState<File[]>([]);
  const [parsed, setParsed] = useState<Parsed>();
  const take = async (next: File[]) => {
    setFiles(next);
    const [file] = next;
    const result =
      file === undefined
        ? undefined
        : file.size > MOST_BYTES
          ? { invitees: [], problems: ['The file has more than 1 MB.'] }
          : parseInvitees(await file.text(), needsEmail);
    setParsed(result);
    onChange(result?.invitees ?? []);
  };
  const problems = parsed?.problems ?? [];
  return (
    <SpaceBetween size="s">
      <FormField
        label="CSV file"
        description={
          <>
            The first line is <code>{CSV_HEADER}</code>, then an account in each.{' '}
            <Button variant="inline-link" onClick={() => download('accounts.csv', `${CSV_HEADER}\r\n`)}>
              Download an empty one
            </Button>
          </>
        }
        errorText={isTried && parsed === undefined ? 'Choose a file.' : undefined}
      >
        <FileUpload
          value={files}
          accept=".csv,text/csv"
          showFileSize
          constraintText="1 MB at most."
          onChange={({ detail }) => void take(detail.value)}
          i18nStrings={{
            uploadButtonText: () => 'Choose a file',
            dropzoneText: () => 'Drop the file here',
            removeFileAriaLabel: () => 'Remove the file',
            limitShowFewer: 'Show fewer',
            limitShowMore: 'Show more',
            errorIconAriaLabel: 'Error',
          }}
        />
      </FormField>
      {parsed && <Box variant="p">{counted(parsed.invitees.length, 'account')} to invite.</Box>}
      {problems.length > 0 && (
        <Box color="text-status-error">
          <ul className="gs-account-list">
            {problems.slice(0, SHOWN_PROBLEMS).map((it) => (
              <li key={it}>
                <SafeText>{it}</SafeText>
              </li>
            ))}
            {problems.length > SHOWN_PROBLEMS && <li>and {problems.length - SHOWN_PROBLEMS} more</li>}
          </ul>
        </Box>
      )}
    </SpaceBetween>
  );
}
