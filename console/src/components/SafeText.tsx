// Texts of logs, shown so that nothing of them is hidden, takes over the line or the page.

import { Fragment, useState } from 'react';

import { pieces, shortened } from '../format/text';

/** Longer texts are cut where they are shown in a line with others. */
const SHORT = 160;

interface Props {
  readonly children: string;
  /** After how many characters it is cut, with a button that shows the rest. */
  readonly length?: number;
  /** Without the button: where the whole thing is a link or a button already. */
  readonly fixed?: boolean;
}

export function SafeText({ children, length = SHORT, fixed = false }: Props) {
  const [isOpen, setOpen] = useState(false);
  const isLong = children.length > length;
  const shown = isLong && !isOpen ? shortened(children, length) : children;
  return (
    <>
      <bdi className="gs-text">
        {pieces(shown).map((piece, index) =>
          piece.isEscape ? (
            <span key={index} className="gs-escape" title="A character that is not visible">
              {piece.text}
            </span>
          ) : (
            <Fragment key={index}>{piece.text}</Fragment>
          ),
        )}
      </bdi>
      {isLong && !fixed && (
        <button type="button" className="gs-more" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Show less' : `Show all ${children.length.toLocaleString('en-US')} characters`}
        </button>
      )}
    </>
  );
}
