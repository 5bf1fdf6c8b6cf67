using System.Text;
using System.Text.Json;
using Relevo.Contracts.Messages.Outbound;
using Relevo.Contracts.Outcomes;

namespace Relevo.Providers.Tests.Support;

/// <summary>One file of <c>payloads/&lt;provider&gt;/api</c>, and the message of ours that it sends.</summary>
internal sealed class ApiExchange
{
    private ApiExchange(string file)
    {
        File = file;
        var json = Fixture.Json(file);
        Request = json.GetProperty("request");
        Response = json.GetProperty("response");
        Expect = json.GetProperty("expect");
    }

    public string File { get; }

    public string Provider => Fixture.ProviderOf(File);

    public string Name => Path.GetFileNameWithoutExtension(File);

    public JsonElement Request { get; }

    public JsonElement Response { get; }

    public JsonElement Expect { get; }

    public string Method => Request.GetProperty("method").GetString()!;

    public Uri Url => new(Request.GetProperty("url").GetString()!);

    public int? Status => Response.GetProperty("status") is { ValueKind: JsonValueKind.Number } status ? status.GetInt32() : null;

    public string Body => Response.GetProperty("body") switch
    {
        { ValueKind: JsonValueKind.Null } => "",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        var body => body.GetRawText(),
    };

    public string Outcome => Expect.GetProperty("outcome").GetString()!;

    public FailureClass Class => Enum.Parse<FailureClass>(Outcome.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    /// <summary>About a number's health, not about a message.</summary>
    public bool IsHealth => Url.AbsolutePath.Contains("/instance/", StringComparison.Ordinal) || Method == "GET";

    /// <summary>Marking as read.</summary>
    public bool IsRead => Name == "mark_read_typing";

    public static ApiExchange Read(string file) => new(file);

    /// <summary>The answer as it travels.</summary>
    public string Wire()
    {
        var headers = new StringBuilder();
        foreach (var header in Response.GetProperty("headers").EnumerateObject())
        {
            headers.Append(header.Name).Append(": ").Append(header.Value.GetString()).Append("\r\n");
        }

        var body = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Body));
        return $"HTTP/1.1 {Status} x\r\nContent-Length: {body.Length}\r\n{headers}\r\n{body}";
    }

    /// <summary>
    /// The message whose call this is. Some files show an answer to a call that we would not make: an empty body, a body
    /// without recipient, the form of Evolution 1.x. They are sent as a text, and only their answers are compared.
    /// </summary>
    public OutboundMessage Message() => (Provider + "/" + Name) switch
    {
        "meta/send_buttons" or "bird/send_text_buttons" => Sample.Buttons(),
        "meta/send_document_id" => Sample.Media(OutboundType.Document, url: null, id: "1003383421387256", caption: "Invoice", file: "invoice.pdf"),
        "meta/send_image_link" or "bird/send_image" => Sample.Media(OutboundType.Image, caption: "A"),
        "evolution/send_image" => Sample.Media(OutboundType.Image, caption: "A", mime: "image/jpeg", file: "a.jpg"),
        "meta/send_list" => Sample.List("Footer", new OutboundRow("r1", "Row 1", "First"), new OutboundRow("r2", "Row 2", null)),
        "bird/send_list" => Sample.List(null, new OutboundRow("r1", "Row 1", null)),
        "evolution/send_list" => Sample.List("Footer", new OutboundRow("r1", "Row 1", "First")),
        "meta/send_reaction" => Sample.Reaction(),
        "meta/send_template" => Sample.Template("order_confirmation", "en_US", Request.GetProperty("body").GetProperty("template").GetProperty("components").GetRawText()),
        "bird-v1/send_template" => Sample.Template("order_confirmation", "en_US", Request.GetProperty("body").GetProperty("template").GetProperty("components").GetRawText()),
        "bird/send_template" => Sample.Template(
            "0f3c1a52-aaaa-4c1e-9a11-00000000000a", "en", """[{"type":"body","parameters":[{"type":"text","parameter_name":"name","text":"Ana"}]}]"""),
        "meta/send_text_reply" => Sample.Text("Sure") with { ReplyTo = "wamid.ABC" },
        "meta/send_text_to_bsuid" => Sample.Text("Hi", "US.13491208655302741918"),
        "meta/send_wa_id_differs" => Sample.Text(to: "+5511900000001"),
        "evolution/send_text" => Sample.Text("Hello from API"),
        "evolution/error_400_lid_not_sendable" => Sample.Text("x", "100000000000102@lid"),
        "evolution/error_400_not_on_whatsapp" => Sample.Text("x", "+15550009999"),
        "bird/error_429" => Sample.Text("x"),
        _ => Sample.Text(Provider == "evolution" ? "x" : "Your order has shipped"),
    };

    /// <summary>Whether the body is one that we make.</summary>
    public bool HasOurBody => Name != "send_text_v1" && Name != "error_422"
        && (!Request.TryGetProperty("body", out var body) || body.EnumerateObject().Any());
}
