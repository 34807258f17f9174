"""On what file system a directory lies: on one that other machines share, SQLite's locks may not hold."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

NETWORK = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|9p|afs|afpfs|ncpfs|coda|ceph|lustre|gpfs|beegfs|ocfs2|gfs2?|glusterfs|webdav|davfs2?|"
    r"drvfs|vboxsf|prl_fs|vmhgfs|remote drive|"
    r"fuse\.(sshfs|s3fs|s3backer|gcsfuse|goofys|rclone|glusterfs|ceph.*|davfs2?|vmhgfs-fuse|curlftpfs|juicefs|mount-s3)"
)
"""Kinds by the names that Linux, macOS and we give them; shared folders of virtual machines are no better."""


@dataclass(frozen=True, slots=True)
class FileSystem:
    """What a directory lies on: its kind, empty where that can't be found out, and where it comes from."""

    kind: str
    source: str = ""

    @property
    def is_shared(self) -> bool:
        """Whether other machines may write to it."""
        return NETWORK.fullmatch(self.kind.lower()) is not None


Mounts = list[tuple[str, FileSystem]]
"""Mount points with what is mounted there; a later one covers an earlier."""


def file_system(directory: Path, mounts: Mounts | None = None) -> FileSystem:
    """Return what a directory, or the nearest one above that is there, lies on; `mounts` default to this machine's."""
    there = next(path for path in (directory.resolve(), *directory.resolve().parents) if path.exists())
    if mounts is not None:
        return innermost(there, mounts)
    if sys.platform == "win32":
        return _of_drive(there)
    try:
        return innermost(there, _mounts())
    except (OSError, subprocess.TimeoutExpired):
        return FileSystem("")


def _mounts() -> Mounts:
    if sys.platform == "darwin":
        told = subprocess.run(["/sbin/mount"], capture_output=True, check=False, timeout=10).stdout
        return said_by_mount(told.decode(errors="replace"))
    return said_by_linux(Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape"))


def innermost(path: Path, mounts: Mounts) -> FileSystem:
    """Return the file system that is mounted nearest above a path."""
    above = {str(each) for each in (path, *path.parents)}
    found = [(len(point), at, system) for at, (point, system) in enumerate(mounts) if point in above]
    return max(found, key=lambda each: each[:2])[2] if found else FileSystem("")


def said_by_linux(text: str) -> Mounts:
    """Read /proc/self/mountinfo (proc_pid_mountinfo(5)), which writes blanks as octal numbers."""
    mounts: Mounts = []
    for line in text.splitlines():
        before, _, after = line.partition(" - ")
        point, (kind, source, *_) = before.split(" ")[4], after.split(" ")
        mounts.append((_unescaped(point), FileSystem(kind, _unescaped(source))))
    return mounts


def _unescaped(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)


def said_by_mount(text: str) -> Mounts:
    """Read what macOS's mount(8) prints: `//ana@server/share on /Volumes/share (smbfs, nodev)`."""
    found = re.findall(r"^(.*?) on (.*) \(([^,)]+)[^()]*\)$", text, re.MULTILINE)
    return [(point, FileSystem(kind, source)) for source, point, kind in found]


def _of_drive(path: Path) -> FileSystem:
    """Ask Windows whether a drive is a remote one."""
    if sys.platform != "win32":
        raise NotImplementedError
    import ctypes

    remote = path.drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == 4
    return FileSystem("remote drive" if remote else "local drive", path.drive)
