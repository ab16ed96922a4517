/** Completion proposals in QEMU's terms. */
import type { MappedText } from '../../text/mapped-text.ts';
import type { ValuePart } from '../change/change.ts';
import type { QemuVersion } from '../options/version.ts';

export type Subject =
  | { readonly kind: 'option'; readonly name: string }
  | { readonly kind: 'backend'; readonly name: string }
  | { readonly kind: 'scheme'; readonly name: string }
  | { readonly kind: 'type'; readonly name: string }
  /** `path` of `-chardev socket`. */
  | {
      readonly kind: 'property';
      readonly group: string;
      readonly type: string | undefined;
      readonly key: string;
    }
  | {
      readonly kind: 'value';
      readonly group: string;
      readonly type: string | undefined;
      readonly key: string;
      readonly value: string;
    }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'group'; readonly name: string };

/** A piece of its text. */
export type ProposalPart =
  | ValuePart
  /** Words that need no escaping; the first one is the default. */
  | { readonly kind: 'choice'; readonly words: readonly string[] };

/** A text to insert. */
export interface Proposal {
  readonly label: string;
  readonly subject: Subject;
  readonly parts: readonly ProposalPart[];
  /** If it differs from the subject's. */
  readonly deprecatedSince?: QemuVersion;
  readonly exposes?: string | undefined;
}

/** Proposals that replace `[start, end)` of a text, best first. */
export interface Proposals {
  readonly whole: MappedText;
  readonly start: number;
  readonly end: number;
  readonly items: readonly Proposal[];
}

/** A proposal of its label. */
export function literalProposal(label: string, subject: Subject): Proposal {
  return { label, subject, parts: [{ kind: 'text', text: label }] };
}
