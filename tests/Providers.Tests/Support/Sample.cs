using System.Text.Json;
using Relevo.Contracts.Messages.Outbound;
using Relevo.Providers.Sending;

namespace Relevo.Providers.Tests.Support;

/// <summary>Accounts and messages as the fixtures have them.</summary>
internal static class Sample
{
    public const string Correlation = "gw:018f6c1e-0000-7000-8000-000000000001";
    public const string To = "+15550001001";

    public static readonly string[] Senders = ["meta", "bird", "bird-v1", "evolution"];

    public static SendAccount Account(string provider, Uri? baseUrl = null, string? key = null, string? token = null) => new()
    {
        Name = "main",
        Provider = provider,
        Key = key ?? provider switch
        {
            "meta" => "100000000000001",
            "bird" => "0f3c1a52-1111-4c1e-9a11-000000000001",
            "evolution" => "sales-01",
            _ => "+15550009001",
        },
        Phone = "+15550009001",
        ApiToken = token ?? provider switch
        {
            "meta" => "<ACCESS_TOKEN>",
            "bird" => "<ACCESS_KEY>",
            "evolution" => "<INSTANCE_TOKEN>",
            _ => "bk_us1_<TOKEN>",
        },
        BaseUrl = baseUrl ?? (provider == "evolution" ? new Uri("https://evolution.example.com") : null),
        WorkspaceId = "0f3c1a52-2222-4c1e-9a11-000000000002",
    };

    public static ISendProtocol Protocol(string provider) => SendProtocols.Find(provider)!;

    public static OutboundMessage Text(string text = "Your order has shipped", string to = To) => new() { To = to, Type = OutboundType.Text, Text = text };

    public static OutboundMessage Media(OutboundType type, string? url = "https://example.com/a.jpg", string? id = null, string? caption = null, string? mime = null, string? file = null) =>
        new() { To = To, Type = type, Text = caption, Media = new OutboundMedia(url, id, mime, file) };

    public static OutboundMessage Buttons(string? header = null, string? footer = null) => new()
    {
        To = To,
        Type = OutboundType.Buttons,
        Text = "Confirm?",
        Interactive = new OutboundInteractive(header, footer, null, [new OutboundButton("yes", "Yes"), new OutboundButton("no", "No")], []),
    };

    public static OutboundMessage List(string? footer, params OutboundRow[] rows) => new()
    {
        To = To,
        Type = OutboundType.List,
        Text = "Choose",
        Interactive = new OutboundInteractive("Menu", footer, "Open", [], [new OutboundSection("Section 1", rows)]),
    };

    public static OutboundMessage Template(string name, string language, string? components) => new()
    {
        To = To,
        Type = OutboundType.Template,
        Template = new OutboundTemplate(name, language, components is null ? null : Json(components)),
    };

    public static OutboundMessage Reaction(string id = "wamid.HBgLM...", string emoji = "😀", bool fromMe = false) =>
        new() { To = To, Type = OutboundType.Reaction, Reaction = new OutboundReaction(id, emoji, fromMe) };

    public static OutboundMessage Location(string? name = null, string? address = null) =>
        new() { To = To, Type = OutboundType.Location, Location = new OutboundLocation(-34.6, -58.38, name, address) };

    public static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
