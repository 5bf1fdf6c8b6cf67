using System.CommandLine;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands;

/// <summary>Everything that has a backup, at once.</summary>
internal static class ActivateBackupCommand
{
    public static Command Create(Terminal terminal)
    {
        var talk = new TalkOptions();
        var off = new Option<bool>("--off") { Description = "Make all of them backups again." };
        var command = talk.AddTo(new Command("activate-backup", "Uses every backup number like a primary one, and the backup addresses of applications before their first ones, until it is called with --off. Numbers are kept over a restart, addresses are not. Needs a key with the role admin.") { off });
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, client =>
            new NumberWork(client, terminal, talk.Json(parsed), stop).BackupsAsync(on: !parsed.GetValue(off))));
        return command;
    }
}
