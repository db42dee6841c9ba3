; Installer for Windows. Inno Setup 6.3 or newer compiles it:
;
;   iscc /DProgramVersion=1.2.3 /DProgramNumbers=1.2.3.0 packaging\windows\smsdesk.iss
;
; Both come from packaging/facts.py (`version`, `windows_version`). Input is the frozen folder in
; build\frozen\smsdesk and the licence notice in build\legal; output is dist\smsdesk-VERSION-setup.exe.
; The workflow signs program and installer with sign.ps1 where it is given a certificate.

#ifndef ProgramVersion
  #error ProgramVersion is missing: iscc /DProgramVersion=... /DProgramNumbers=...
#endif
#ifndef ProgramNumbers
  #error ProgramNumbers is missing: iscc /DProgramVersion=... /DProgramNumbers=...
#endif

[Setup]
; never to be changed: by this an upgrade finds what is installed
AppId={{6C1D5F0B-5B5E-4D0A-9A0B-3C6C5D2F7E41}
AppName=smsdesk
AppVersion={#ProgramVersion}
AppPublisher=The smsdesk project
VersionInfoVersion={#ProgramNumbers}
VersionInfoProductName=smsdesk
VersionInfoDescription=Sets up smsdesk
SourceDir=..\..
OutputDir=dist
OutputBaseFilename=smsdesk-{#ProgramVersion}-setup
; for this user alone unless an administrator asks for everybody: in the dialog, or with /ALLUSERS
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog commandline
DefaultDirName={autopf}\smsdesk
DefaultGroupName=smsdesk
DisableProgramGroupPage=yes
DisableDirPage=auto
UsePreviousAppDir=yes
UsePreviousPrivileges=yes
; a running smsdesk is asked to close, never killed: it may be sending. The program holds a mutex of
; this name; setup and uninstaller ask for it to be closed as long as it is there
AppMutex=smsdesk
CloseApplications=yes
RestartApplications=no
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
SetupIconFile=build\icons\smsdesk.ico
UninstallDisplayIcon={app}\smsdesk.exe
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=no

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
en.DesktopIcon=Put smsdesk on the desktop
en.StartNow=Start smsdesk
en.RemoveData=Also remove the accounts, settings and journal of this user?%n%nThe journal says who was sent what. Choose No to keep it for a later installation. Secrets in the Windows Credential Manager are removed with their accounts in smsdesk itself.

[Tasks]
Name: "desktopicon"; Description: "{cm:DesktopIcon}"; Flags: unchecked

[InstallDelete]
; an upgrade replaces the whole program, so that no module of an older version is left behind
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "build\frozen\smsdesk\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs
Source: "build\legal\THIRD-PARTY-NOTICES.txt"; DestDir: "{app}"; Flags: ignoreversion
Source: "build\legal\smsdesk.cdx.json"; DestDir: "{app}"; Flags: ignoreversion

[Icons]
Name: "{group}\smsdesk"; Filename: "{app}\smsdesk.exe"; AppUserModelID: "smsdesk"
Name: "{autodesktop}\smsdesk"; Filename: "{app}\smsdesk.exe"; Tasks: desktopicon; AppUserModelID: "smsdesk"

[Run]
Filename: "{app}\smsdesk.exe"; Description: "{cm:StartNow}"; Flags: nowait postinstall skipifsilent

[UninstallDelete]
Type: dirifempty; Name: "{app}"

[Code]
{ Data is kept unless the person at the screen says otherwise; a silent uninstall never asks and
  never removes. platformdirs keeps everything of smsdesk in this one folder. }
procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
var
  Data: String;
begin
  if CurUninstallStep <> usPostUninstall then
    Exit;
  Data := ExpandConstant('{localappdata}\smsdesk');
  if UninstallSilent or not DirExists(Data) then
    Exit;
  if MsgBox(CustomMessage('RemoveData'), mbConfirmation, MB_YESNO or MB_DEFBUTTON2) = IDYES then
    DelTree(Data, True, True, True);
end;
