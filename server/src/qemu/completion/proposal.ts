/** Completion proposals in QEMU's terms. */
import type { MappedText } from '../../text/mapped-text.ts';
import type { ValuePart } from '../change/change.ts';
import type { QemuVersion } from '../options/version.ts';

/** What a proposal names. */
export type Subject =
  /** An option without dashes. */
  | { readonly kind: 'option'; readonly name: string }
  | { readonly kind: 'backend'; readonly name: string }
  /** A scheme without its colon: `unix`, `stdio`, `mon`. */
  | { readonly kind: 'scheme'; readonly name: string }
  /** The `qom-type` of an object. */
  | { readonly kind: 'type'; readonly name: string }
  /** `path` of `-chardev socket`: group, type and key. */
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
  /** The id of an existing chardev or object. */
  | { readonly kind: 'id'; readonly id: string }
  /** A config group. */
  | { readonly kind: 'group'; readonly name: string };

/** A piece of a proposal's text. */
export type ProposalPart =
  | ValuePart
  /** One of few words that need no escaping; the first by default. */
  | { readonly kind: 'choice'; readonly words: readonly string[] };

/** A proposal. */
export interface Proposal {
  /** Its label: the text it begins with, as QEMU reads it. */
  readonly label: string;
  readonly subject: Subject;
  /** The replacement text. */
  readonly parts: readonly ProposalPart[];
  /** The version that deprecates this form, if different from the subject's. */
  readonly deprecatedSince?: QemuVersion;
  /** A sentence about what it exposes, in the user's language. */
  readonly exposes?: string | undefined;
}

/** Proposals that replace the characters `[start, end)` of a text, best first. */
export interface Proposals {
  readonly whole: MappedText;
  readonly start: number;
  readonly end: number;
  readonly items: readonly Proposal[];
}

/** A literal proposal. */
export function literalProposal(label: string, subject: Subject): Proposal {
  return { label, subject, parts: [{ kind: 'text', text: label }] };
}
