/** An XML document as plain data. May be as deep as the text is long: walk it with a stack. */

import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { WrittenComment } from '../comments.ts';

/** Namespaces in XML 1.0. */
export interface XmlName {
  /** `qemu` of `qemu:arg`; undefined for `arg`. */
  readonly prefix: string | undefined;
  /** `arg` of `qemu:arg`. */
  readonly local: string;
  /** The URI; undefined for no namespace or an undeclared prefix. */
  readonly namespace: string | undefined;
  /** `qemu:arg` of `<qemu:arg value='-s'/>`. */
  readonly at: Span;
}

/** `name="value"` */
export interface XmlAttribute {
  readonly name: XmlName;
  /** Decoded; its span excludes the quotes, also if empty. */
  readonly value: MappedText;
  /** `value='-s'` with its quotes. */
  readonly at: Span;
}

/** An element with its content. */
export interface XmlElement {
  readonly name: XmlName;
  readonly attributes: readonly XmlAttribute[];
  /** `<name>vm</name>` or `<qemu:arg value='-s'/>`. Unclosed elements end with their content. */
  readonly at: Span;
  /** `<name>` of `<name>vm</name>`; all of an empty-element tag. */
  readonly startTagAt: Span;
  readonly children: readonly XmlElement[];
  /** The character data directly inside, concatenated. */
  readonly text: MappedText;
}

/** A well-formedness error; libvirt rejects the document. */
export interface XmlProblem {
  readonly kind:
    | 'stray-markup'
    | 'unclosed-tag'
    | 'unclosed-element'
    | 'unclosed-markup'
    | 'unopened-element'
    | 'bad-attribute'
    | 'duplicate-attribute'
    | 'bad-reference';
  readonly at: Span;
}

/** A document. */
export interface XmlDocument {
  /** A well-formed document has one. */
  readonly elements: readonly XmlElement[];
  readonly comments: readonly WrittenComment[];
  readonly problems: readonly XmlProblem[];
  /** `<!DOCTYPE domain […]>`, whose declarations are not read. */
  readonly doctypeAt: Span | undefined;
}
