/**
 * The contract of a rule: what it is, and what it says about a machine or a comment.
 * Why: docs/decisions/safety.md
 */
import type { Change } from '../qemu/change/change.ts';
import type { Chardev } from '../qemu/chardev/chardev.ts';
import type { Machine } from '../qemu/machine/machine.ts';
import type { Reach } from '../qemu/reach/reach.ts';
import type { Edit } from '../text/edit.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { FixId } from './fix-ids.ts';

/** How loudly a finding is shown. Settings choose from these and `off`. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Another place that belongs to a finding. */
export interface Related {
  readonly at: Span;
  readonly message: string;
  /** Whether the finding is there only where this holds: the test of an `if`. */
  readonly condition?: true;
}

/** A change that takes a finding away, makes it milder, or, as its title says, only limits the damage. */
export interface Fix {
  /** What it does, whatever the language of its title. */
  readonly id: FixId;
  /** What tells it from another one of its id at the same place: the word that it writes. */
  readonly variant?: string;
  readonly title: string;
  /** `safe` keeps every intended client working; everything else wants a look before. */
  readonly safety: 'safe' | 'review';
  /** What may not work behind it, in one sentence without a full stop. */
  readonly risk: string;
  /** Whether this is the one to take when in doubt; at most one of a finding's. */
  readonly preferred: boolean;
  readonly changes: readonly Change[];
  /**
   * The chardev whose network address is given up for a UNIX socket. What the document and its files say
   * about clients of that address decides in the end how safe the fix is, and they are changed with it.
   */
  readonly releasesAddress?: Chardev;
  /**
   * The UNIX socket that the fix moves: its path, or its name in Linux's abstract namespace. Other text that
   * names it is changed with it where that can be done. Of a path the first `moved` characters go, mostly
   * its directory, and a new directory comes in their place; each of the `joints` in it becomes a dash.
   */
  readonly relocatesSocket?: {
    readonly kind: 'path' | 'abstract';
    readonly name: MappedText;
    readonly moved?: number | undefined;
    readonly joints?: readonly Span[] | undefined;
  };
}

/** What a rule says of a place. */
export interface Finding {
  /** The smallest text whose change takes the finding away: the `0.0.0.0` of `tcp:0.0.0.0:4444`. */
  readonly at: Span;
  /** Who can do what, then how; at most 110 characters in English, no advice, no full stop. */
  readonly message: string;
  /** Whether its message says why a worse finding at the same place is there, and is shown in its stead. */
  readonly explains?: true;
  readonly related: readonly Related[];
  /** `possible` where a part that the file does not fix could make it harmless. */
  readonly certainty: 'certain' | 'possible';
  /** Where it is milder than its rule. */
  readonly severity?: Severity;
  /** Made when somebody asks, since most findings are only shown. */
  readonly fixes: () => readonly Fix[];
  /** The one of them that releases its address, which takes less than all of them; undefined where they have to be asked. */
  readonly move?: (() => readonly Fix[]) | undefined;
  /** The way to the monitor that it is about; undefined where it is about none, or about all. */
  readonly reach?: Reach;
}

/** A word of a comment and where it stands. */
export interface Written {
  readonly text: string;
  readonly at: Span;
}

/** A rule id in a comment. */
interface WrittenId extends Written {
  /** Whether its rule looked at all that the comment covers and found nothing, in every script there is. */
  readonly isStale: boolean;
}

/** What a comment stands above in a language: a shell's command, an element of XML, a config file's section. */
export type CommentUnit = 'command' | 'element' | 'section';

/** A comment of one file that silences rules, or was meant to: `# qemu-monitor-guard: ignore[id] reason`. */
export interface SuppressionComment {
  /** From `qemu-monitor-guard:` to the end of its reason. */
  readonly at: Span;
  /** `ignore` or `ignore-file`, or what was written instead. */
  readonly verb: Written;
  /** `[id]` with its brackets; undefined where there are none. */
  readonly list: Span | undefined;
  /** Whether the closing bracket is there. */
  readonly isClosed: boolean;
  readonly ids: readonly WrittenId[];
  /** Whether it says why. */
  readonly hasReason: boolean;
  /** Whether it stands where it can cover something. */
  readonly isPlaced: boolean;
  /** What such a comment stands above here. */
  readonly unit: CommentUnit;
  /** The ids that may stand in brackets. */
  readonly rules: readonly string[];
  /** Takes the comment away, with its line where it has one of its own. */
  readonly remove: () => Edit;
  /** Puts it where it covers what it was probably written for; none where that is not clear. */
  readonly move: () => readonly Edit[];
  /** Writes a reason behind it, as a placeholder. */
  readonly giveReason: () => Edit;
}

/** A change of a comment that takes a finding away; it is always worth a look. */
export interface CommentFix extends Pick<Fix, 'id' | 'title' | 'risk' | 'preferred'> {
  readonly edits: readonly Edit[];
  /** Whether its one edit has a placeholder for a reason, which a person should be asked for. */
  readonly asksReason?: true;
}

/** The same about a comment that silences rules. */
export interface CommentFinding extends Pick<Finding, 'at' | 'message'> {
  readonly fixes: readonly CommentFix[];
}

interface RuleWords {
  /** Words that say what is wrong; also the name of the file, the docs page, the test and the setting. */
  readonly id: string;
  /** The severity of its findings, or of the worst of them. */
  readonly severity: Severity;
  /**
   * How bad it is what it finds, from 0 to 10, where it is about security; as CVSS rates what an attacker needs. Others
   * are about what does not work.
   */
  readonly rating?: number;
  /** For a rule whose findings differ: the other severities, and a sentence that says when they hold. */
  readonly milder?: { readonly severities: readonly Severity[]; readonly when: string };
  /**
   * True for a rule about something that is no monitor but has similar power: the gdb stub, VNC. Such
   * rules are off unless `qemuMonitorGuard.neighbours` is on or the rule has a severity of its own.
   */
  readonly neighbour?: true;
  /** True for a rule that has nothing to say before `qemuMonitorGuard.qemuVersion` names a version. */
  readonly needsVersion?: true;
  /** One sentence for lists of rules. */
  readonly summary: string;
}

/** A rule about what QEMU is started with. */
export interface MachineRule extends RuleWords {
  readonly check: (machine: Machine) => Iterable<Finding>;
}

/** A rule about the comments that silence others; no comment silences it. */
export interface CommentRule extends RuleWords {
  readonly checkComment: (comment: SuppressionComment) => Iterable<CommentFinding>;
}

/** A rule: about machines, or about the comments that silence such rules. */
export type Rule = MachineRule | CommentRule;
