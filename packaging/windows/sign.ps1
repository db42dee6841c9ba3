# Signs files with the certificate that the environment holds; the workflow calls it.
#
#   sign.ps1 FILE...
#
# SIGN_PFX         the certificate with its key, PFX in base64
# SIGN_PASSWORD    its password
# SIGN_TIMESTAMP   address of the certificate maker's time stamp service
param([Parameter(Mandatory, ValueFromRemainingArguments)][string[]] $Files)
$ErrorActionPreference = 'Stop'

$pfx = New-TemporaryFile
try {
    [IO.File]::WriteAllBytes($pfx, [Convert]::FromBase64String($env:SIGN_PFX))
    $kits = "${env:ProgramFiles(x86)}\Windows Kits\10\bin\*\x64\signtool.exe"
    $signtool = Get-ChildItem $kits | Sort-Object FullName | Select-Object -Last 1
    & $signtool.FullName sign /fd SHA256 /f $pfx /p $env:SIGN_PASSWORD /tr $env:SIGN_TIMESTAMP /td SHA256 @Files
    if ($LASTEXITCODE) { throw "signtool ended with $LASTEXITCODE" }
} finally {
    Remove-Item $pfx
}
