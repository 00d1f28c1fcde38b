#!/bin/sh
# $purpose
cd "$$(dirname "$$0")" || exit 2
result=0
printf 'This publishes a new release. Type yes and press Enter to go on: '
read -r answer
if [ "$$answer" = yes ]; then
    python3 -m offer_opendata $command
    result=$$?
fi
printf '\nPress Enter to close. '
read -r _
exit "$$result"
