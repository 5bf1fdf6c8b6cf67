using System.Globalization;
using Relevo.Contracts.Messages.Outbound;

namespace Relevo.Gateway.Sending.Requests;

/// <summary>Reads buttons and lists, in our short form or in Meta's own.</summary>
internal static class InteractiveReader
{
    private const int MaxBody = 1024;
    private const int MaxHeader = 60;
    private const int MaxButtonId = 256;
    private const int MaxRowId = 200;
    private const int MaxTitle = 20;
    private const int MaxRowTitle = 24;
    private const int MaxDescription = 72;
    private const int MaxButtons = 3;
    private const int MaxRows = 10;

    private static readonly string[] Parts = ["button", "buttons", "sections"];

    public static OutboundMessage? Read(RequestFields request, string to, string textField, string? text)
    {
        if (!request.Has("interactive"))
        {
            request.Problem("interactive", "is needed: type, body, buttons or sections");
        }

        if (request.Object("interactive") is not { } fields)
        {
            return null;
        }

        var type = fields.Needed("type", 16);
        var action = fields.Object("action");
        var body = Body(request, fields, textField, text);
        var header = Line(fields, "header", MaxHeader, isOneLine: true);
        var footer = Line(fields, "footer", MaxHeader, isOneLine: true);
        OutboundMessage? message = type switch
        {
            "buttons" or "button" => Message(OutboundType.Buttons, new OutboundInteractive(header, footer, null, Buttons(action ?? fields), [])),
            "list" => Message(OutboundType.List, new OutboundInteractive(header, footer, (action ?? fields).Needed("button", MaxTitle), [], Sections(action ?? fields))),
            _ => null,
        };
        if (message is null)
        {
            Unknown(fields, action, type);
        }

        action?.RefuseOthers();
        fields.RefuseOthers();
        return message;

        OutboundMessage Message(OutboundType kind, OutboundInteractive interactive) =>
            new() { To = to, Type = kind, Text = body, Interactive = interactive };
    }

    // Which fields belong to it is not known, so none of them is wrong.
    private static void Unknown(RequestFields fields, RequestFields? action, string? type)
    {
        if (type is not null)
        {
            fields.Problem("type", "must be buttons or list");
        }

        fields.Ignore(Parts);
        action?.Ignore(Parts);
    }

    private static string? Body(RequestFields request, RequestFields fields, string textField, string? text)
    {
        var body = Line(fields, "body", MaxBody);
        var inner = Line(fields, "text", MaxBody);
        var isInside = fields.Has("body") || fields.Has("text");
        if (!isInside && text is { Length: > MaxBody })
        {
            request.Problem(textField, string.Create(CultureInfo.InvariantCulture, $"must have 1 to {MaxBody} characters as a body, has {text.Length}"));
        }
        else if (!isInside && !request.Has(textField))
        {
            fields.Problem("body", $"is needed: a text, here or in {textField}");
        }

        return body ?? inner ?? text;
    }

    // "Menu" or {"type":"text","text":"Menu"}.
    private static string? Line(RequestFields fields, string name, int most, bool isOneLine = false)
    {
        if (!fields.Has(name) || fields.IsText(name))
        {
            return isOneLine ? fields.Word(name, most) : fields.Text(name, most);
        }

        if (fields.Object(name) is not { } inner)
        {
            return null;
        }

        if (inner.Word("type", 16) is { } type and not "text")
        {
            inner.Problem("type", $"must be text; {type} is not sent from here");
        }

        if (!inner.Has("text"))
        {
            inner.Problem("text", "is needed");
        }

        var text = isOneLine ? inner.Word("text", most) : inner.Text("text", most);
        inner.RefuseOthers();
        return text;
    }

    private static List<OutboundButton> Buttons(RequestFields fields)
    {
        var found = new List<OutboundButton>();
        var given = fields.Objects("buttons", MaxButtons);
        if (given.Count == 0 && !fields.Has("buttons"))
        {
            fields.Problem("buttons", "is needed: 1 to 3");
        }

        foreach (var button in given)
        {
            if (button.Word("type", 16) is { } type and not "reply")
            {
                button.Problem("type", $"must be reply; {type} is not sent from here");
            }

            var inner = button.Object("reply") ?? button;
            var (id, title) = (inner.Needed("id", MaxButtonId), inner.Needed("title", MaxTitle));
            if (id is not null && title is not null)
            {
                found.Add(new OutboundButton(id, title));
            }

            inner.RefuseOthers();
            button.RefuseOthers();
        }

        if (found.DistinctBy(button => button.Id, StringComparer.Ordinal).Count() < found.Count)
        {
            fields.Problem("buttons", "must have different ids");
        }

        return found;
    }

    private static List<OutboundSection> Sections(RequestFields fields)
    {
        var given = fields.Objects("sections", MaxRows);
        if (given.Count == 0 && !fields.Has("sections"))
        {
            fields.Problem("sections", "is needed: with 1 to 10 rows in all");
        }

        var found = new List<OutboundSection>();
        foreach (var section in given)
        {
            var title = given.Count > 1 ? section.Needed("title", MaxRowTitle) : section.Word("title", MaxRowTitle);
            found.Add(new OutboundSection(title, Rows(section)));
            section.RefuseOthers();
        }

        if (found.Sum(section => section.Rows.Count) > MaxRows)
        {
            fields.Problem("sections", "may hold 10 rows in all");
        }

        var rows = found.SelectMany(section => section.Rows).ToList();
        if (rows.DistinctBy(row => row.Id, StringComparer.Ordinal).Count() < rows.Count)
        {
            fields.Problem("sections", "must have rows with different ids");
        }

        return found;
    }

    private static List<OutboundRow> Rows(RequestFields section)
    {
        var found = new List<OutboundRow>();
        if (!section.Has("rows"))
        {
            section.Problem("rows", "is needed: 1 to 10");
        }

        foreach (var row in section.Objects("rows", MaxRows))
        {
            var (id, title, description) = (row.Needed("id", MaxRowId), row.Needed("title", MaxRowTitle), row.Word("description", MaxDescription));
            if (id is not null && title is not null)
            {
                found.Add(new OutboundRow(id, title, description));
            }

            row.RefuseOthers();
        }

        return found;
    }
}
