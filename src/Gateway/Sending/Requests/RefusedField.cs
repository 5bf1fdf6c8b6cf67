using System.Text.Json;
using Relevo.Providers.Sending;

namespace Relevo.Gateway.Sending.Requests;

/// <summary>The field of a request that says what a refusal is about.</summary>
internal static class RefusedField
{
    /// <summary>The field, as the caller wrote it where there are several ways.</summary>
    /// <param name="part">What the refusal is about.</param>
    /// <param name="asked">The request.</param>
    public static string Of(MessagePart part, JsonElement asked) => part switch
    {
        MessagePart.Type => Has(asked, "mediaType") ? "mediaType" : "messageType",
        MessagePart.Recipient => "recipientPhone",
        MessagePart.Text => Has(asked, "caption") ? "caption" : "content",
        MessagePart.ReplyTo => "replyTo",
        MessagePart.Media => Has(asked, "mediaId") ? "mediaId" : "mediaUrl",
        MessagePart.MimeType => "mimeType",
        MessagePart.TemplateName => "template.name",
        MessagePart.TemplateLanguage => "template.language",
        MessagePart.TemplateComponents => "template.components",
        MessagePart.Header => "interactive.header",
        MessagePart.Footer => "interactive.footer",
        MessagePart.Buttons => "interactive.buttons",
        MessagePart.ListButton => "interactive.button",
        MessagePart.Sections => "interactive.sections",
        MessagePart.Location => "location",
        MessagePart.Reaction => "reaction",
        _ => "messageType",
    };

    private static bool Has(JsonElement asked, string field) =>
        asked.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null;
}
