// What is selected and what has the focus. User Guide, "Finding group visualization", keyboard shortcuts.

export interface Selection {
  readonly selected: ReadonlySet<string>;
  /** The node that the keyboard is at. */
  readonly focused: string | undefined;
}

export type Action =
  /** A click, or Space: only this one. */
  | { readonly type: 'only'; readonly id: string }
  /** Ctrl and a click, or Ctrl+Space: this one, too, or no more. */
  | { readonly type: 'toggle'; readonly id: string }
  /** A rectangle: with Ctrl in addition, with Shift instead. */
  | { readonly type: 'marquee'; readonly ids: readonly string[]; readonly adds: boolean }
  /** An arrow key; with Shift it selects where it goes, and keeps what is selected. */
  | { readonly type: 'move'; readonly id: string; readonly selects: boolean }
  | { readonly type: 'all'; readonly ids: readonly string[] }
  /** A click on white space, or Escape. */
  | { readonly type: 'none' }
  /** Other nodes are drawn now. */
  | { readonly type: 'drawn'; readonly ids: readonly string[] };

export const NOTHING: Selection = { selected: new Set(), focused: undefined };

function toggled(before: ReadonlySet<string>, id: string): Set<string> {
  const after = new Set(before);
  if (!after.delete(id)) after.add(id);
  return after;
}

export function select(state: Selection, action: Action): Selection {
  switch (action.type) {
    case 'only':
      return { selected: new Set([action.id]), focused: action.id };
    case 'toggle':
      return { selected: toggled(state.selected, action.id), focused: action.id };
    case 'marquee':
      return {
        selected: new Set([...(action.adds ? state.selected : []), ...action.ids]),
        focused: action.ids[0] ?? state.focused,
      };
    case 'move':
      return {
        selected: action.selects
          ? new Set([...state.selected, ...(state.focused === undefined ? [] : [state.focused]), action.id])
          : state.selected,
        focused: action.id,
      };
    case 'all':
      return { selected: new Set(action.ids), focused: state.focused };
    case 'none':
      return state.selected.size === 0 ? state : { ...state, selected: new Set() };
    case 'drawn': {
      const ids = new Set(action.ids);
      const selected = new Set([...state.selected].filter((it) => ids.has(it)));
      const focused = state.focused !== undefined && ids.has(state.focused) ? state.focused : undefined;
      // The same object where nothing is gone, so that nothing is drawn again.
      return selected.size === state.selected.size && focused === state.focused ? state : { selected, focused };
    }
  }
}
