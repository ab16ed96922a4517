/**
 * The interface of rules.
 * Why: docs/decisions/fix-safety.md
 */
import type { Change } from '../qemu/change/change.ts';
import type { Chardev } from '../qemu/chardev/chardev.ts';
import type { Machine } from '../qemu/machine/machine.ts';
import type { Reach } from '../qemu/reach/reach.ts';
import type { Edit } from '../text/edit.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { FixId } from './fix-ids.ts';

/** Severities; settings also have `off`. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A place related to a finding. */
export interface Related {
  readonly at: Span;
  readonly message: string;
  /** Set if the place is the condition of the finding: the test of an `if`. */
  readonly condition?: true;
}

/** A change that removes a finding, makes it milder, or (stated in its title) limits the damage. */
export interface Fix {
  /** Language-independent. */
  readonly id: FixId;
  /** Distinguishes fixes with one id at one place: the word it writes. */
  readonly variant?: string;
  readonly title: string;
  /** `safe` keeps every known client working; `review` needs a look. */
  readonly safety: 'safe' | 'review';
  /** What may break, as a sentence without a full stop. */
  readonly risk: string;
  /** The recommended fix; at most one of a finding. */
  readonly preferred: boolean;
  readonly changes: readonly Change[];
  /**
   * The chardev whose network address is given up. The clients of that address in the project decide
   * whether the fix is safe, and are changed with it.
   */
  readonly releasesAddress?: Chardev;
  /**
   * The UNIX socket that moves, by path or abstract name. Other uses of the path are changed too. Its first
   * `moved` characters are replaced by the new directory; each of `joints` becomes a dash.
   */
  readonly relocatesSocket?: {
    readonly kind: 'path' | 'abstract';
    readonly name: MappedText;
    readonly moved?: number | undefined;
    readonly joints?: readonly Span[] | undefined;
  };
}

/** A finding at a place. */
export interface Finding {
  /** The smallest text whose change removes the finding: `0.0.0.0` of `tcp:0.0.0.0:4444`. */
  readonly at: Span;
  /** The monitor, then who can do what; at most 110 characters in English, no advice, no full stop. */
  readonly message: string;
  /** Whether it explains a worse finding at the same place and replaces it. */
  readonly explains?: true;
  readonly related: readonly Related[];
  /** `possible` if an unknown part could make it harmless. */
  readonly certainty: 'certain' | 'possible';
  /** Set if milder than the rule's. */
  readonly severity?: Severity;
  /** Computed on demand. */
  readonly fixes: () => readonly Fix[];
  /** The fix that releases the address, cheaper than `fixes`; undefined if `fixes` must be asked. */
  readonly move?: (() => readonly Fix[]) | undefined;
  /** The reach of the monitor; undefined for findings about none or all. */
  readonly reach?: Reach;
}

/** A word of a comment. */
export interface Written {
  readonly text: string;
  readonly at: Span;
}

/** A rule id in a comment. */
interface WrittenId extends Written {
  /** Whether the rule checked everything covered, in every script, and found nothing. */
  readonly isStale: boolean;
}

/** The target of a comment: a command, an XML element, a config section. */
export type CommentUnit = 'command' | 'element' | 'section';

/** A comment that silences rules, or tries to: `# qemu-monitor-guard: ignore[id] reason`. */
export interface SuppressionComment {
  /** From `qemu-monitor-guard:` to the end of the reason. */
  readonly at: Span;
  /** `ignore`, `ignore-file`, or another word. */
  readonly verb: Written;
  /** `[id]` with brackets; undefined for none. */
  readonly list: Span | undefined;
  /** Whether the closing bracket exists. */
  readonly isClosed: boolean;
  readonly ids: readonly WrittenId[];
  /** Whether it has a reason. */
  readonly hasReason: boolean;
  /** Whether it is where it can cover something. */
  readonly isPlaced: boolean;
  /** The kind of target here. */
  readonly unit: CommentUnit;
  /** The valid ids. */
  readonly rules: readonly string[];
  /** Removes the comment, with its line if alone. */
  readonly remove: () => Edit;
  /** Moves it to its probable target; empty if unclear. */
  readonly move: () => readonly Edit[];
  /** Adds a placeholder for a reason. */
  readonly giveReason: () => Edit;
}

/** A change of a comment; always needs review. */
export interface CommentFix extends Pick<Fix, 'id' | 'title' | 'risk' | 'preferred'> {
  readonly edits: readonly Edit[];
  /** Whether it contains a placeholder for a reason to ask the user for. */
  readonly asksReason?: true;
}

/** A finding about a comment. */
export interface CommentFinding extends Pick<Finding, 'at' | 'message'> {
  readonly fixes: readonly CommentFix[];
}

interface RuleWords {
  /** Says what is wrong; also the name of the file, page, test and setting. Never reused. */
  readonly id: string;
  /** The severity of its findings, or of the worst. */
  readonly severity: Severity;
  /**
   * A security rating from 0 to 10, by what an attacker needs, as in CVSS; absent for rules about defects.
   */
  readonly rating?: number;
  /** Other severities of its findings, and when they apply. */
  readonly milder?: { readonly severities: readonly Severity[]; readonly when: string };
  /**
   * True for services with similar power: gdb stub, VNC. Off unless `qemuMonitorGuard.neighbours` or a
   * severity is set.
   */
  readonly neighbour?: true;
  /** True for a rule that needs `qemuMonitorGuard.qemuVersion`. */
  readonly needsVersion?: true;
  /** One sentence for lists of rules. */
  readonly summary: string;
}

/** A rule about QEMU's configuration. */
export interface MachineRule extends RuleWords {
  readonly check: (machine: Machine) => Iterable<Finding>;
}

/** A rule about suppression comments; comments cannot silence it. */
export interface CommentRule extends RuleWords {
  readonly checkComment: (comment: SuppressionComment) => Iterable<CommentFinding>;
}

/** A rule about machines or comments. */
export type Rule = MachineRule | CommentRule;
