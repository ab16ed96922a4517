/** The interface of rules. Why: docs/decisions/fix-safety.md */
import type { Change } from '../qemu/change/change.ts';
import type { Chardev } from '../qemu/chardev/chardev.ts';
import type { Machine } from '../qemu/machine/machine.ts';
import type { Reach } from '../qemu/reach/reach.ts';
import type { Edit } from '../text/edit.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { FixId } from './fix-ids.ts';

/** The worst first. Settings also have `off`. */
export const SEVERITIES = ['error', 'warning', 'information', 'hint'] as const;

/** How bad a finding is. */
export type Severity = (typeof SEVERITIES)[number];

/** A place related to a finding. */
export interface Related {
  readonly at: Span;
  readonly message: string;
  /** Whether the place is the finding's condition: the test of an `if`. */
  readonly condition?: true;
}

/** Removes a finding, makes it milder, or limits the damage (then the title says so). */
export interface Fix {
  readonly id: FixId;
  /** Tells fixes with one id at one place apart: the word it writes. */
  readonly variant?: string;
  readonly title: string;
  /** `safe`: every known client keeps working. */
  readonly safety: 'safe' | 'review';
  /** A sentence without a full stop. */
  readonly risk: string;
  /** Whether the editor should prefer this fix; true for at most one fix of a finding. */
  readonly preferred: boolean;
  readonly changes: readonly Change[];
  /** The chardev whose network address is released. Its clients decide about safety and change, too. */
  readonly releasesAddress?: Chardev;
  /** A socket that moves: of its path `moved` characters become the directory, each of `joints` a dash. */
  readonly relocatesSocket?: {
    readonly kind: 'path' | 'abstract';
    readonly name: MappedText;
    readonly moved?: number | undefined;
    readonly joints?: readonly Span[] | undefined;
  };
}

/** A finding at a place. */
export interface Finding {
  /** The smallest deciding text: `0.0.0.0` of `tcp:0.0.0.0:4444`. */
  readonly at: Span;
  /** The monitor, then who can do what: at most 110 characters in English, no advice, no full stop. */
  readonly message: string;
  /** Whether it replaces a worse finding at the same place. */
  readonly explains?: true;
  readonly related: readonly Related[];
  /** `possible`: an unknown part may make it harmless. */
  readonly certainty: 'certain' | 'possible';
  /** The severity, if it is milder than the rule's. */
  readonly severity?: Severity;
  readonly fixes: () => readonly Fix[];
  /** The address release alone; undefined if only `fixes` knows. */
  readonly move?: (() => readonly Fix[]) | undefined;
  /** The reach that the finding is about; undefined if it is about none, or all of a monitor. */
  readonly reach?: Reach;
}

/** A word of a comment. */
export interface Written {
  readonly text: string;
  readonly at: Span;
}

interface WrittenId extends Written {
  /** Whether the rule checked everything covered and found nothing. */
  readonly isStale: boolean;
}

/** The target of a comment: a command, an XML element, a config section. */
export type CommentUnit = 'command' | 'element' | 'section';

/** `# qemu-monitor-guard: ignore[id] reason`, valid or not. */
export interface SuppressionComment {
  /** The span from `qemu-monitor-guard:` to the end of the reason. */
  readonly at: Span;
  /** `ignore`, `ignore-file`, or another word. */
  readonly verb: Written;
  readonly list: Span | undefined;
  readonly isClosed: boolean;
  readonly ids: readonly WrittenId[];
  readonly hasReason: boolean;
  readonly isPlaced: boolean;
  readonly unit: CommentUnit;
  readonly rules: readonly string[];
  readonly remove: () => Edit;
  /** Moves the comment to the place that it probably means; empty if that is unclear. */
  readonly move: () => readonly Edit[];
  readonly giveReason: () => Edit;
}

/** A change of a comment; always needs review. */
export interface CommentFix extends Pick<Fix, 'id' | 'title' | 'risk' | 'preferred'> {
  readonly edits: readonly Edit[];
  readonly asksReason?: true;
}

/** A finding about a comment. */
export interface CommentFinding extends Pick<Finding, 'at' | 'message'> {
  readonly fixes: readonly CommentFix[];
}

interface RuleWords {
  /** The problem; also the name of file, page, test and setting. Never reused. */
  readonly id: string;
  /** The worst of its findings. */
  readonly severity: Severity;
  /** Security rating, 0 to 10, as in CVSS; undefined for defects. */
  readonly rating?: number;
  /** Other severities, and when they apply. */
  readonly milder?: { readonly severities: readonly Severity[]; readonly when: string };
  /** Whether it is about a service such as VNC: off unless `neighbours` or a severity is set. */
  readonly neighbour?: true;
  /** Whether it needs `qemuMonitorGuard.qemuVersion`. */
  readonly needsVersion?: true;
  readonly summary: string;
}

/** A rule about QEMU's configuration. */
export interface MachineRule extends RuleWords {
  readonly check: (machine: Machine) => Iterable<Finding>;
}

/** A rule about suppression comments, which cannot silence it. */
export interface CommentRule extends RuleWords {
  readonly checkComment: (comment: SuppressionComment) => Iterable<CommentFinding>;
}

/** A rule about machines or comments. */
export type Rule = MachineRule | CommentRule;
