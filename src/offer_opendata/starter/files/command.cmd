@echo off
rem $purpose
pushd "%~dp0"
py -m offer_opendata $command
set result=%errorlevel%
popd
echo.
pause
exit /b %result%
