/** The places of new sockets: they exist and are private to the user who runs the script. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits } from '../../../server/src/text/edit.ts';
import {
  analyzeText,
  type CheckOptions,
  checkFix,
  firstFixes,
  fixesOf,
  fixIds,
} from '../../support/check.ts';

const MONITOR = '-monitor tcp::4444,server,nowait';

/** What the preferred fix makes of a script whose only monitor is `MONITOR`; the directory stands for it. */
function lies(script: string, directory: string): void {
  const path = `unix:${directory}/run-monitor.sock,server,nowait`;
  const word = directory.includes('$') ? `"${path}"` : path;
  checkFix(script.replace('MONITOR', MONITOR), script.replace('MONITOR', `-monitor ${word}`));
}

const USUAL = '${XDG_RUNTIME_DIR:-$HOME}';
const STRICT = '${XDG_RUNTIME_DIR:-${HOME:-/run}}';

describe('a new socket lies', () => {
  it('with its user, who has a home directory where there is no session', () => {
    lies('kvm MONITOR\n', USUAL);
  });

  it('where a script with set -u finds a place without a home directory', () => {
    for (const strict of ['set -u', 'set -euo pipefail', 'set -o nounset', 'set -e -u']) {
      lies(`${strict}\nkvm MONITOR\n`, STRICT);
    }
    lies('#!/bin/bash -eu\nkvm MONITOR\n', STRICT);
    lies('set -e\nkvm MONITOR\n', USUAL);
    lies('set -- -u\nkvm MONITOR\n', USUAL);
    lies("bash -uc 'kvm MONITOR'\n", STRICT);
  });

  it('among the files of a container, where the directories of the user are not', () => {
    for (const container of ['docker run image', 'sudo podman exec c', 'chroot /srv']) {
      lies(`${container} kvm MONITOR\n`, '/run');
    }
    lies('docker run -e ARGS="-m 1G MONITOR" image\n', '/run');
    // A shell in there finds its own.
    lies("docker run image sh -c 'kvm MONITOR'\n", USUAL);
  });

  it('instead of at a loopback address of a container, which the host cannot reach', () => {
    const loopback = (runner: string) => {
      const analysis = analyzeText(`${runner} kvm ${MONITOR}\n`);
      const fixes = analysis.findings.flatMap((finding) => fixesOf(analysis, finding));
      return fixes.some(({ id }) => id === 'listen-on-loopback');
    };
    for (const own of ['docker run -p 1:1 image', 'sudo podman exec c', 'kubectl exec p --']) {
      assert.ok(!loopback(own), own);
    }
    const shared = ['', 'docker run --network host image', 'podman run --net=host image'];
    for (const runner of [...shared, 'chroot /srv', 'ssh box']) assert.ok(loopback(runner), runner);
  });

  it('in the directory that the script makes for itself', () => {
    for (const made of [
      'tmp=$(mktemp -d)',
      'tmp="$(mktemp -d)" || exit 1',
      'tmp=`mktemp -dt vm.XXXX`',
      'readonly tmp=$(mktemp --directory /tmp/vm.XXXX)',
    ]) {
      lies(`${made}\ntrap 'rm -rf "$tmp"' EXIT\nkvm MONITOR &\nwait\n`, '$tmp');
    }
    lies('mkdir -m 700 /tmp/vm\nkvm MONITOR\n', '/tmp/vm');
    lies('umask 077\nmkdir /tmp/vm\nkvm MONITOR\n', '/tmp/vm');
    lies('mkdir -p /run/vm && chmod 0700 /run/vm\nkvm MONITOR\n', USUAL);
    lies('mkdir -p /run/vm\nchmod 0700 /run/vm\nkvm MONITOR\n', '/run/vm');
    lies('install -d -m 700 "$HOME/vms"\nkvm MONITOR\n', '$HOME/vms');
  });

  it('not in one that may be missing, another one, or another user’s', () => {
    for (const made of [
      'if [ -n "$1" ]; then\ntmp=$(mktemp -d)\nfi',
      'tmp=$(mktemp -d)\ntmp=/tmp',
      'make() {\ntmp=$(mktemp -d)\n}',
      'tmp=$(mktemp)',
      'false && tmp=$(mktemp -d)',
      'mkdir /tmp/vm',
      'mkdir -p -m 700 /tmp/vm',
      'mkdir -p /tmp/vm\nchmod 700 /tmp/vm',
      'mkdir -m 755 /run/vm',
    ]) {
      lies(`${made}\nkvm MONITOR\n`, USUAL);
    }
    lies('kvm MONITOR\ntmp=$(mktemp -d)\n', USUAL);
    lies('tmp=$(mktemp -d)\nkvm -daemonize MONITOR\n', USUAL);
    lies("tmp=$(mktemp -d)\nbash -c 'kvm MONITOR'\n", USUAL);
  });

  it('beside what the same QEMU has already', () => {
    lies('kvm -pidfile /run/vms/web.pid MONITOR\n', '/run/vms');
    lies('kvm -qmp unix:/srv/vm/qmp.sock,server=on,wait=off MONITOR\n', '/srv/vm');
    lies('kvm -pidfile "$HOME/vms/web.pid" MONITOR\n', '$HOME/vms');
    lies('RUN=/run/vms\nkvm -pidfile $RUN/web.pid MONITOR\n', '$RUN');
    lies('kvm -pidfile /tmp/web.pid MONITOR\n', USUAL);
    lies('kvm -pidfile web.pid MONITOR\n', USUAL);
    lies('kvm -pidfile /dev/null MONITOR\n', USUAL);
    lies('kvm -pidfile "$1/web.pid" MONITOR\n', USUAL);
    lies('mkdir -p -m 777 /run/vms\nkvm -pidfile /run/vms/web.pid MONITOR\n', USUAL);
    lies('P="-pidfile /run/web.pid"\n[ -n "$D" ] && A="$P"\nkvm $A MONITOR\n', USUAL);
  });

  it('where every command that has the text may make it', () => {
    const shared = (socket: string) =>
      `M="-monitor ${socket},server,nowait"\nkvm -pidfile /run/a/1.pid $M\n`;
    const usual = 'unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock';
    checkFix(shared('tcp::4444'), shared('unix:/run/a/run-monitor.sock'));
    const two = (socket: string) => `${shared(socket)}kvm -pidfile /run/b/1.pid $M\n`;
    checkFix(two('tcp::4444'), two(usual));
  });

  it('where its clients find it', () => {
    const script = (at: string, socket: string) =>
      `tmp=$(mktemp -d)\nkvm -monitor ${at} &\necho quit | nc ${socket}\n`;
    checkFix(
      script('tcp::4444,server', 'localhost 4444'),
      script('"unix:$tmp/run-monitor.sock,server"', '-U "$tmp/run-monitor.sock"'),
    );
    const inside = (at: string, socket: string) =>
      `tmp=$(mktemp -d)\nkvm -monitor ${at} &\nsh -c 'echo quit | nc ${socket}'\n`;
    const usual = '"unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock,server"';
    checkFix(
      inside('tcp::4444,server', 'localhost 4444'),
      inside(usual, '-U "${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock"'),
    );
  });

  it('with no place for another user, unless that user’s QEMU has one', () => {
    const preferred = (script: string) => {
      return firstFixes(script).some((fix) => fix.preferred);
    };
    assert.equal(preferred(`sudo -u qemu kvm ${MONITOR}\n`), false);
    assert.equal(preferred(`sudo -u qemu kvm -pidfile /run/qemu/a.pid ${MONITOR}\n`), true);
    assert.equal(preferred(`sudo kvm ${MONITOR}\n`), true);
    // There the shell of the other user says where.
    assert.equal(preferred(`sudo -u qemu sh -c 'kvm ${MONITOR}'\n`), true);
    assert.equal(preferred(`su - qemu -c 'kvm ${MONITOR}'\n`), true);
    assert.equal(preferred(`su qemu -c 'kvm ${MONITOR}'\n`), false);
    assert.equal(preferred(`sudo -E -u qemu sh -c 'kvm ${MONITOR}'\n`), false);
  });

  it('at one path for one address, whichever branch opens it, and at others for others', () => {
    const branches = (one: string, two: string) =>
      `if x; then\n  kvm -m 1 -qmp ${one}\nelse\n  kvm -m 2 -qmp ${two}\nfi\n`;
    const allFixed = (text: string) => {
      const analysis = analyzeText(text);
      const edits = analysis.findings.flatMap((finding) => {
        return fixesOf(analysis, finding).find(({ preferred }) => preferred)?.edits ?? [];
      });
      return applyEdits(text, edits);
    };
    const path = '"unix:${XDG_RUNTIME_DIR:-$HOME}/run-qmp.sock,server"';
    assert.equal(
      allFixed(branches('tcp:0:4444,server', 'tcp:0:4444,server')),
      branches(path, path),
    );
    const other = path.replace('qmp', 'qmp-2');
    for (const two of ['tcp:0:4445,server', 'tcp:127.0.0.2:4444,server']) {
      assert.equal(allFixed(branches('tcp:0:4444,server', two)), branches(path, other));
    }
    const twice = (one: string, two: string) => `kvm -qmp ${one} -qmp ${two}\n`;
    assert.equal(allFixed(twice('tcp:0:4444,server', 'tcp:0:4444,server')), twice(path, other));
  });

  it('under a name without an address', () => {
    checkFix(
      'A=0.0.0.0:4444\nkvm -qmp tcp:$A,server\n',
      'A=0.0.0.0:4444\nkvm -qmp "unix:${XDG_RUNTIME_DIR:-$HOME}/run-qmp.sock,server"\n',
    );
  });

  it('behind a bare use that keeps it in one piece, however the address was quoted', () => {
    const path = 'unix:${XDG_RUNTIME_DIR:-$HOME}/run-monitor.sock';
    for (const [before, after] of [
      ['tcp\\:0.0.0.0\\:4444,server', `"${path},server"`],
      ["$'tcp\\x3a0.0.0.0:4444,server'", `$''"${path}"$',server'`],
    ]) {
      checkFix(`D=${before}\nkvm -monitor $D\n`, `D=${after}\nkvm -monitor "$D"\n`);
    }
  });

  it('where the settings say, also with an expansion inside of an expansion', () => {
    checkFix(
      'kvm -pidfile /run/a/b.pid -monitor tcp::4444,server,nowait\n',
      'kvm -pidfile /run/a/b.pid -monitor "unix:${XDG_RUNTIME_DIR:-${HOME:-/run}}/vms/run-monitor.sock,server,nowait"\n',
      { settings: { socketDirectory: '${XDG_RUNTIME_DIR:-${HOME:-/run}}/vms' } },
    );
  });

  it('nowhere for a QEMU for Windows, to which a directory of the shell says nothing', () => {
    const switches = (text: string, options: CheckOptions = {}) =>
      fixIds(text, options).flat().includes('switch-to-unix');
    for (const program of [
      'qemu-system-x86_64.exe',
      './qemu-kvm.exe',
      '"/c/qemu/qemu-system-arm.exe"',
    ]) {
      assert.ok(!switches(`${program} -monitor tcp::1,server -m 1G\n`), program);
    }
    assert.ok(!switches('Q=qemu-system-arm.exe\n$Q -monitor tcp::1,server\n'));
    assert.ok(
      !switches('run:\n\tqemu-system-arm.exe -qmp tcp::1,server\n', { languageId: 'makefile' }),
    );
    const list = 'spawn("qemu-system-arm.exe", ["-qmp", "tcp::1,server"])\n';
    assert.ok(switches(list, { languageId: 'javascript' }));
  });
});
