/** What spelling a fix needs: of the analysis and its project, and of the fix at work. */
import type { FixTrees } from '../../languages/trees.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import type { Edit } from '../../text/edit.ts';
import type { EditAnchor } from '../../text/edit-anchor.ts';
import type { Encodings } from '../../text/encoding.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { Analysis } from '../analysis/analyze.ts';
import type { Settings } from '../settings/settings.ts';
import type { Project } from './clients/project.ts';
import type { Blanks } from './divided-words.ts';
import type { EditTarget } from './edit-target.ts';
import type { Readers } from './readers.ts';
import type { KeptNames, PrivateDirectories } from './sockets/private-directory.ts';
import type { MovedSocket, SocketNames } from './sockets/socket-names.ts';

/** Everything that changes need to be spelled, in the document and in what it brings in. */
export interface RenderContext {
  readonly analysis: Analysis;
  /** The text of all files. */
  readonly text: string;
  readonly settings: Settings;
  readonly project: Project;
  readonly names: SocketNames;
  /** The sockets of literal addresses, each with the machine that was the first at it. */
  readonly sameAddress: Map<string, { readonly machine: Machine; readonly socket: MovedSocket }>;
  /** Whether a script ends at a variable that is not set. */
  readonly nounset: boolean;
  /** How a server is switched on here. */
  readonly server: string;
  readonly trees: FixTrees;
  readonly ownDirectory: PrivateDirectories;
  /** Whether a socket can keep its name in another directory. */
  readonly kept: KeptNames;
  readonly readers: Readers;
  /** Whether a host differs between machines of one command. */
  readonly tellsApart: (host: MappedText) => boolean;
}

/** The same for one fix, with the socket that it names. */
export interface FixContext extends RenderContext {
  socket: MovedSocket | undefined;
  /** The blanks of the directories that were written. */
  blanks: Blanks;
  /** The socket of another monitor that this one moves to as well. */
  readonly shared?: MovedSocket;
}

/** Where new text is written. */
export interface WritingPlace {
  readonly at: Edit['at'];
  readonly anchor: EditAnchor | undefined;
  readonly target: EditTarget;
  readonly from: Encodings | undefined;
}
