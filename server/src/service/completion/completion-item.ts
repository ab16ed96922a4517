/** What an editor offers where the cursor stands, and what decides that. */
import type { TabStop } from '../../languages/support.ts';
import type { Subject } from '../../qemu/completion/proposal.ts';
import type { Edit } from '../../text/edit.ts';
import type { Line } from '../hover/prose.ts';
import type { CursorQuery } from './cursor.ts';

/** What kind of thing an item is, for its picture. */
export type CompletionKind = Subject['kind'] | 'snippet';

/** Something that an editor offers. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  /**
   * What is written in the place of what stands there, behind the cursor too. As it is it means something to
   * QEMU, whether or not the editor has tab stops.
   */
  readonly edit: Omit<Edit, 'placeholders'>;
  readonly stops: readonly TabStop[];
  /** Where the cursor is, within the span of the edit, for editors that keep what is behind it. */
  readonly cursor: number;
  /** Further edits elsewhere in the document. */
  readonly also: readonly Edit[];
  /** What is compared with what is written there, where that is not the label. */
  readonly filter?: string | undefined;
  readonly deprecated: boolean;
  /** A few words that stand beside it in the list: that it needs a new QEMU. */
  readonly note?: string | undefined;
  /** What it is, in a few words. */
  readonly detail?: string | undefined;
  /** What else there is to say about it, made when asked for; empty where there is nothing. */
  readonly documentation: () => readonly Line[];
}

/** How a completion was asked for. */
export interface CompletionQuery extends CursorQuery {
  /** The character that was typed, where that made the editor ask. */
  readonly trigger?: string | undefined;
}
