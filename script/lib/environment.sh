# Makes .venv from the hash-pinned lock; sourced by every script. Usage: make_environment base|dev
# Works on a bare Debian (no venv module, no pip on the chosen Python) as on a laptop.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
PYTHON="$ROOT/.venv/bin/python"
unset PYTHONDONTWRITEBYTECODE # what a first start has compiled the next one reads: seconds of each start otherwise
export PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf '%s\n' "ronde: $*" >&2; }
give_up() { say "$*"; exit 1; }

fits() { # Is $1 a Python that Ronde runs on?
  "$1" -c 'import sys; sys.exit(not (3, 12) <= sys.version_info[:2] < (3, 15))' >/dev/null 2>&1
}

find_python() { # Prints the first fitting Python. Plain python3 comes late: on some machines it is older.
  local candidate
  for candidate in ${RONDE_PYTHON:+"$RONDE_PYTHON"} python3.13 python3.12 /usr/bin/python3 python3 python3.14 \
    "$HOME"/.pyenv/versions/3.1[234]*/bin/python; do
    if fits "$candidate"; then command -v "$candidate"; return 0; fi
  done
  return 1
}

may_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_install() { # As root on Debian: installs the packages named, reading the package lists first if need be.
  say "installing $* with apt-get"
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 && return 0
  apt-get update -qq >/dev/null 2>&1
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

find_uv() { # Prints a uv that runs: on the PATH, in .tools, or fetched there, as its lock says, by any pip of this machine.
  local pip_of
  if command -v uv >/dev/null && uv --version >/dev/null 2>&1; then command -v uv; return 0; fi
  if "$ROOT/.tools/bin/uv" --version >/dev/null 2>&1; then echo "$ROOT/.tools/bin/uv"; return 0; fi
  for pip_of in "$PYTHON" "$1" python3 /usr/bin/python3 "$HOME"/.pyenv/versions/3*/bin/python; do
    "$pip_of" -m pip --version >/dev/null 2>&1 || continue
    "$pip_of" -m pip install -q --target "$ROOT/.tools" --upgrade --require-hashes -r "$ROOT/script/requirements/uv.txt" >&2 || continue
    "$ROOT/.tools/bin/uv" --version >/dev/null 2>&1 && { echo "$ROOT/.tools/bin/uv"; return 0; }
  done
  return 1
}

install_lock() { # install_lock LOCK PYTHON: fills .venv with exactly what the lock names; with pip where uv is not to be had.
  local lock="$1" python="$2" uv
  if ! fits "$PYTHON"; then
    rm -rf "$ROOT/.venv"
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then "$python" -m venv "$ROOT/.venv" || rm -rf "$ROOT/.venv"; fi
  fi
  if uv="$(find_uv "$python")"; then
    [ -x "$PYTHON" ] || "$uv" venv -q --python "$python" "$ROOT/.venv" || give_up "uv could not make .venv."
    "$uv" pip install -q --python "$PYTHON" --require-hashes -r "$lock" && return 0
    say "uv could not install $lock; trying pip"
  fi
  if ! "$PYTHON" -m pip --version >/dev/null 2>&1; then
    may_apt && apt_install python3-venv && "$python" -c 'import ensurepip' 2>/dev/null ||
      give_up "no way to install Python packages: install the venv module (Debian: python3-venv) or uv, then start again."
    rm -rf "$ROOT/.venv" && "$python" -m venv "$ROOT/.venv" || give_up "venv could not make .venv."
  fi
  "$PYTHON" -m pip install -q --require-hashes -r "$lock" || give_up "pip could not install $lock; its words stand above."
}

make_environment() { # make_environment base|dev: does nothing when .venv already holds that lock.
  local set="$1" lock="$ROOT/script/requirements/$1.txt" wanted python
  wanted="$(cksum <"$lock")"
  [ "$(cat "$ROOT/.venv/.ronde-$set" 2>/dev/null)" = "$wanted" ] && fits "$PYTHON" && return 0
  python="$(find_python)" || { may_apt && apt_install python3 python3-venv && python="$(find_python)"; } ||
    give_up "Python 3.12 or newer is needed; name one in RONDE_PYTHON if it stands in an unusual place."
  say "making the Python environment ($set) with $("$python" --version 2>&1)"
  install_lock "$lock" "$python"
  # dev holds all of base, so a server started after the tests finds its part done.
  [ "$set" = dev ] && cksum <"$ROOT/script/requirements/base.txt" >"$ROOT/.venv/.ronde-base"
  printf '%s\n' "$wanted" >"$ROOT/.venv/.ronde-$set"
}
