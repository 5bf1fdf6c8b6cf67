using System.CommandLine;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands.Operations;

/// <summary>Whom to call.</summary>
internal static class ContactsCommand
{
    public static Command Create(Terminal terminal)
    {
        var talk = new TalkOptions();
        var command = talk.AddTo(new Command("contacts", "Shows whom to call: who is on call, people, hotlines, support of providers. Needs a key with the role admin."));
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, async client =>
        {
            var answers = new Answers(terminal, talk.Json(parsed));
            return answers.Print(await client.GetAsync("/admin/contacts", stop), "people", contacts => ContactTable.Print(contacts, terminal, answers));
        }));
        return command;
    }
}
