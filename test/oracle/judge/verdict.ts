/**
 * What the judge is asked and what it answers. Plain data: it crosses from the process that asks to the
 * one that runs QEMU.
 */
import type { Mode } from '../data/vectors.ts';

/** A command line to try. */
export interface Question {
  /** `qemu-system-x86_64`, `qemu-storage-daemon`, or the path of one. A path under /tmp or /run is hidden. */
  readonly program: string;
  /** The arguments, without the program and without NUL. */
  readonly argv: readonly string[];
  /** Files to write first, by path: below the fresh working directory, /tmp or /run. */
  readonly files?: Readonly<Record<string, string>>;
  /**
   * How to see what became of it.
   *
   * `qmp` (the default) puts a QMP monitor of the judge's own before the arguments, as a client of a UNIX
   * socket. For qemu-system it comes in a -readconfig file, since that is the way that disturbs least: a
   * `[mon]` there neither takes the default monitor away nor shifts the numbers of `compat_monitorN`, as
   * -mon and -qmp would. It leads, so that a last option that lacks its value swallows nothing.
   *
   * `sockets` adds no monitor, and there are no chardevs in the answer. What QEMU is doing is read from
   * /proc: it catches SIGTERM when its start is over. The storage daemon does so too early and gets a
   * `--pidfile`, which it writes last.
   */
  readonly watch?: 'qmp' | 'sockets';
  /** Whether to connect to each endpoint and read what greets. Off is faster. */
  readonly probe?: boolean;
  /** Whether to connect where the start waits for a client (the default), or to answer `hung` there. */
  readonly release?: boolean;
  /** Endpoints that must be there for QEMU to connect to. */
  readonly peers?: readonly Peer[];
  /** Hands a UNIX socket that listens at `PASSED_SOCKET` to QEMU as `PASSED_DESCRIPTOR`. */
  readonly passSocket?: boolean;
  /** Pairs of FIFOs to make, `PATH.in` and `PATH.out`. */
  readonly pipes?: readonly string[];
  /** Files whose text is wanted at the end. */
  readonly read?: readonly string[];
}

/** Where the judge lets QEMU's directories be. All of it is private to one slot and empty at each start. */
export const RUN_DIRECTORY = '/run/vm';
/** ca-cert.pem, server-cert.pem and server-key.pem, as `tls-creds-x509,dir=` wants them. */
export const PKI_DIRECTORY = '/run/pki';
/** keys.psk, as `tls-creds-psk,dir=` wants it. */
export const PSK_DIRECTORY = '/run/psk';
export const PASSED_SOCKET = '/run/vm/passed.sock';
export const PASSED_DESCRIPTOR = 9;

export type Peer =
  | { readonly kind: 'tcp' | 'udp'; readonly address: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string };

/** A socket of QEMU that receives: TCP and UNIX sockets that listen, and every UDP socket. */
export type Listener =
  | { readonly kind: 'tcp'; readonly address: string; readonly port: number }
  | {
      readonly kind: 'udp';
      readonly address: string;
      readonly port: number;
      /** Its peer; port 0 if it has none. */
      readonly peer: { readonly address: string; readonly port: number };
    }
  /** The path as it was bound, so it may be relative. */
  | { readonly kind: 'unix'; readonly path: string }
  /** The name without the leading NUL; the kernel shows further ones as `@`. */
  | { readonly kind: 'abstract'; readonly name: string };

export type Verdict = Refused | Accepted;

/** It ended by itself, whether it complained or not. */
interface Refused extends Ending {
  readonly accepted: false;
  readonly stderr: string;
  readonly stdout: string;
}

export interface Ending {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

export interface Accepted {
  readonly accepted: true;
  /** Warnings and notes. */
  readonly stderr: string;
  /** What a monitor or console on stdio has printed. */
  readonly stdout: string;
  /** What `query-chardev` says, without the judge's own; undefined if `hung`, or for `sockets`. */
  readonly chardevs: readonly Chardev[] | undefined;
  /** The guest's name, by QMP. */
  readonly name: string | undefined;
  readonly listeners: readonly Listener[];
  /** Where the start waited for a client (`wait=on`), in order. */
  readonly waitedFor: readonly Listener[];
  /** Whether it is still waiting: for a client that `release` forbids, or for something else. */
  readonly hung: boolean;
  /** What greets, with `probe`: one for each endpoint, also for those that say nothing. */
  readonly greetings: readonly Greeting[];
  /** The text of the files of `read`, '' for one that does not exist. */
  readonly files: Readonly<Record<string, string>>;
  /** How it ended, if it did so while it was probed. With `-daemonize` that says only that it left. */
  readonly ended: Ending | undefined;
}

export interface Chardev {
  /** Its id. */
  readonly label: string;
  /** `disconnected:tcp:127.0.0.1:4444,server=on`, `mux`, `vc`, `pty:/dev/pts/0` … */
  readonly filename: string;
  /** Whether a device or monitor is attached. */
  readonly frontendOpen: boolean;
}

/** What a client sees at an endpoint. */
export interface Greeting {
  readonly at: Endpoint;
  /** The id of the chardev that carries it, where QMP tells. */
  readonly chardev: string | undefined;
  /** The ways in that were tried. Others than `plain` only where `plain` was met with silence. */
  readonly doors: readonly Door[];
}

export type Endpoint =
  | Listener
  | { readonly kind: 'peer'; readonly peer: Peer }
  | { readonly kind: 'stdio' | 'ringbuf' }
  | { readonly kind: 'pty'; readonly path: string };

export type DoorKind =
  | 'plain'
  | 'websocket'
  /** TLS without a certificate, with one of `CN=client`, and with one of the same CA for `CN=other`. */
  | 'tls-bare'
  | 'tls-client'
  | 'tls-other'
  /** TLS without any identity, with the right pre-shared key, and with a wrong one. */
  | 'tls-anonymous'
  | 'tls-psk'
  | 'tls-wrong-psk';

export interface Door {
  readonly door: DoorKind;
  /** Whether the other end speaks this protocol at all. Always true for `plain`. */
  readonly spoken: boolean;
  /** The monitors that greeted unasked. */
  readonly modes: readonly Mode[];
  /** Those that showed only when Ctrl-a c moved the focus of the mux to them. */
  readonly behind: readonly Mode[];
  /** Whether it negotiated telnet options (so does tn3270). */
  readonly telnet: boolean;
  /** Whether QMP's greeting was indented. */
  readonly pretty: boolean;
}
