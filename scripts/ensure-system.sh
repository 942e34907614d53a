#!/usr/bin/env bash
# Installs what the tests need from Debian's packages and a bare machine lacks: Chromium, a Japanese font, PostgreSQL's
# programs, poppler, which reads the text of a PDF, and LibreOffice, which opens, edits and prints the Office documents.
set -euo pipefail
need=()
command -v chromium >/dev/null 2>&1 || need+=(chromium)
fc-list :lang=ja 2>/dev/null | grep -q . || need+=(fonts-noto-cjk)
# The store's tests start a server of their own; only its programs are needed.
if [ "${SEIZA_TEST_SKIP_POSTGRES:-}" != 1 ] && [ -z "${SEIZA_TEST_POSTGRES_BIN:-}" ]; then
  compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || need+=(postgresql)
fi
command -v pdftotext >/dev/null 2>&1 || need+=(poppler-utils)
if [ "${SEIZA_TEST_SKIP_OFFICE:-}" != 1 ]; then
  for part in scalc swriter simpress; do
    [ -e "/usr/lib/libreoffice/program/$part" ] || need+=("libreoffice-${part#s}")
  done
  { [ -x /usr/bin/python3 ] && /usr/bin/python3 -c "import uno" 2>/dev/null; } || need+=(python3-uno)
fi
# Servers that the checks of a device are tried on, the tools whose view they are compared with, and what sees every packet.
for tool in nginx:nginx-light lighttpd:lighttpd mosquitto:mosquitto dropbear:dropbear-bin snmpd:snmpd \
  nmap:nmap sslscan:sslscan testssl:testssl.sh openssl:openssl strace:strace; do
  PATH="$PATH:/usr/sbin" command -v "${tool%%:*}" >/dev/null 2>&1 || need+=("${tool#*:}")
done
[ ${#need[@]} -eq 0 ] && exit 0
if ! command -v apt-get >/dev/null 2>&1; then
  echo "The tests need: ${need[*]}. Install them with your system's package manager and run again." >&2
  exit 1
fi
sudo=""
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null 2>&1 || { echo "The tests need: ${need[*]}. Run as root: apt-get install ${need[*]}" >&2; exit 1; }
  sudo="sudo"
fi
echo "Installing ${need[*]} …" >&2
# No cluster of the system's is made or started for the tests.
if [[ " ${need[*]} " == *" postgresql "* ]] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
  $sudo mkdir -p /etc/postgresql-common
  echo "create_main_cluster = false" | $sudo tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
# Packages start no services where nothing says otherwise yet; the tests start their own.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | $sudo tee "$policy" >/dev/null
  $sudo chmod 755 "$policy"
  trap '$sudo rm -f "$policy"' EXIT
fi
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
