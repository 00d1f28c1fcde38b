@echo off
rem $purpose
pushd "%~dp0"
set answer=
set /p answer=This publishes a new release. Type yes and press Enter to go on: 
set result=0
if /i "%answer%"=="yes" py -m offer_opendata $command
if /i "%answer%"=="yes" set result=%errorlevel%
popd
echo.
pause
exit /b %result%
