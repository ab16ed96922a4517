/**
 * What the XML reader returns: a plain readonly tree in which every part knows where it is written.
 * Trees may be as deep as the text is long, so whoever walks one does it with a loop or a stack.
 */

import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { WrittenComment } from '../comments.ts';

/** A name as written and what it stands for (Namespaces in XML 1.0). */
export interface XmlName {
  /** `qemu` of `qemu:arg`; undefined for `arg`. */
  readonly prefix: string | undefined;
  /** `arg` of `qemu:arg`. */
  readonly local: string;
  /**
   * The URI that the prefix, or for an element without a prefix the default namespace, is bound to.
   * Undefined for a name in no namespace, and for a prefix that nobody declared.
   */
  readonly namespace: string | undefined;
  /** The name where it is written: `qemu:arg` in `<qemu:arg value='-s'/>`. */
  readonly at: Span;
}

/** One `name="value"` of a start tag. Half-typed attributes are left out. */
export interface XmlAttribute {
  readonly name: XmlName;
  /** The decoded value; its span is inside the quotes. The place of an empty value is between them. */
  readonly value: MappedText;
  /** `value='-s'` with its quotes. */
  readonly at: Span;
}

/** An element with what is in it. */
export interface XmlElement {
  readonly name: XmlName;
  readonly attributes: readonly XmlAttribute[];
  /** `<name>vm</name>`, or `<qemu:arg value='-s'/>`. An element that is never closed ends with its content. */
  readonly at: Span;
  /** `<name>` of `<name>vm</name>`; the whole of an empty-element tag. */
  readonly startTagAt: Span;
  readonly children: readonly XmlElement[];
  /** The character data directly inside the element, one after the other, without that of its children. */
  readonly text: MappedText;
}

/** A place where the text is not well-formed XML, so that libvirt refuses the document. */
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

/** A document as its elements. */
export interface XmlDocument {
  /** The elements at the top. A well-formed document has one. */
  readonly elements: readonly XmlElement[];
  /** All comments, in source order. */
  readonly comments: readonly WrittenComment[];
  readonly problems: readonly XmlProblem[];
  /**
   * `<!DOCTYPE domain […]>`, from its `<` on. What it declares is not read: entities, which come as
   * unknown pieces, but also attributes and namespaces that elements have without a word.
   */
  readonly doctypeAt: Span | undefined;
}
