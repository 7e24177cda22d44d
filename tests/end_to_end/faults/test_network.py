"""A machine without a network: nothing but loopback is asked, so nothing is missed.

Everything happens in a network namespace that has loopback alone.
"""

import subprocess
import sys

import pytest

#: `SIOCSIFFLAGS` with `IFF_UP | IFF_RUNNING`: what `ip link set lo up` does; `ip` may not be there.
LOOPBACK_UP = """
import fcntl, socket, struct
with socket.socket() as any_socket:
    fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", b"lo", 0x1 | 0x40))
"""
OTHERS = """
import socket
try:
    socket.create_connection(("192.0.2.1", 443), timeout=5)
except OSError as error:
    raise SystemExit(error.errno)
"""
SCRIPT = f"""
{sys.executable} -c '{LOOPBACK_UP}' || exit 90
{sys.executable} -c '{OTHERS}'; echo "outside: $?"
for command in preview up up preview down; do
    {sys.executable} -m local.engine $command --stack small > "$1/$command" 2>&1
    echo "$command: $?"
done
"""
NETWORK_IS_UNREACHABLE = 101


@pytest.fixture(scope="module")
def machine(machines):
    machine = machines()
    machine.add_stack("small")
    return machine


def test_without_a_network_every_command_works(machine, tmp_path):
    done = subprocess.run(
        ["unshare", "--map-root-user", "--net", "sh", "-c", SCRIPT, "sh", tmp_path],
        cwd=machine.root,
        env=machine.environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    said = "\n".join(each.read_text() for each in tmp_path.iterdir())
    assert done.stdout.splitlines() == [
        f"outside: {NETWORK_IS_UNREACHABLE}",
        *("preview: 0", "up: 0", "up: 0", "preview: 0", "down: 0"),
    ], done.stderr + said
    assert "Traceback" not in said
