/**
 * What may be written at a place of a command line or config file, in QEMU's terms. How it is spelled there,
 * and how an editor shows it, is not known here.
 */
import type { MappedText } from '../../text/mapped-text.ts';
import type { ValuePart } from '../change/change.ts';
import type { QemuVersion } from '../options/version.ts';

/** What a proposal names, for whoever has something to say about it. */
export type Subject =
  /** An option without its dashes. */
  | { readonly kind: 'option'; readonly name: string }
  | { readonly kind: 'backend'; readonly name: string }
  /** The beginning of a device string without its colon: `unix`, `stdio`, `mon`. */
  | { readonly kind: 'scheme'; readonly name: string }
  /** The `qom-type` of an object. */
  | { readonly kind: 'type'; readonly name: string }
  /** `path` of `-chardev socket`: the group, the backend or type that decides, the key. */
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
  /** The id of a chardev or object that is there. */
  | { readonly kind: 'id'; readonly id: string }
  /** A group of a config file. */
  | { readonly kind: 'group'; readonly name: string };

/** A piece of what a proposal writes. */
export type ProposalPart =
  | ValuePart
  /** One of a few words, which stand for themselves in every language; the first if nobody chooses. */
  | { readonly kind: 'choice'; readonly words: readonly string[] };

/** Something that may be written. */
export interface Proposal {
  /** What it is called in a list: the text that it begins with, as QEMU reads it. */
  readonly label: string;
  readonly subject: Subject;
  /** What is written in the place of what stands there. */
  readonly parts: readonly ProposalPart[];
  /** The first version that warns of this way to write it, where that is another one than for the subject. */
  readonly deprecatedSince?: QemuVersion;
  /** What it lays open, as a sentence in the language of the reader. */
  readonly exposes?: string | undefined;
}

/** What may be written in the place of the characters `[start, end)` of a text, the best first. */
export interface Proposals {
  readonly whole: MappedText;
  readonly start: number;
  readonly end: number;
  readonly items: readonly Proposal[];
}

/** A proposal of one literal text. */
export function literalProposal(label: string, subject: Subject): Proposal {
  return { label, subject, parts: [{ kind: 'text', text: label }] };
}
