using System.Globalization;
using System.Text.Json;
using Relevo.Contracts.Messages.Outbound;
using Relevo.Providers.Media;

namespace Relevo.Gateway.Sending.Requests;

/// <summary>Reads what is to be sent, by its type.</summary>
internal static class ContentReader
{
    private const int MaxText = 4096; // UTF-16 units, as providers count
    private const int MaxCaption = 1024;
    private const int MaxName = 512;
    private const int MaxComponents = 16 * 1024;
    private const int MaxProviderId = 512;
    private const int MaxUrl = 2048;
    private const int MaxLanguage = 16;
    private const string Types = "must be text, media, template, interactive, location or reaction";

    private static readonly Dictionary<string, OutboundType> MediaTypes = new(StringComparer.Ordinal)
    {
        ["image"] = OutboundType.Image,
        ["video"] = OutboundType.Video,
        ["audio"] = OutboundType.Audio,
        ["document"] = OutboundType.Document,
        ["sticker"] = OutboundType.Sticker,
    };

    private static readonly string[] Parts =
        ["template", "interactive", "location", "reaction", "mediaType", "mediaUrl", "mediaId", "caption", "mimeType", "fileName", "previewUrl"];

    /// <summary>The message, or null when problems were found.</summary>
    /// <param name="request">The fields of the request.</param>
    /// <param name="to">The recipient.</param>
    /// <param name="type">What it is; null when that is a problem already.</param>
    /// <param name="textField">The field of the text; it is the caption or the body where no field of its own gives that.</param>
    public static OutboundMessage? Read(RequestFields request, string to, string? type, string textField)
    {
        var text = request.Text(textField, MaxText);
        var replyTo = request.Word("replyTo", MaxProviderId);
        var message = type switch
        {
            "text" => Text(request, to, textField, text),
            "template" => Template(request, to),
            "interactive" => InteractiveReader.Read(request, to, textField, text),
            "location" => Location(request, to),
            "reaction" => Reaction(request, to),
            "media" => Media(request, to, textField, text, request.Needed("mediaType", 16)),
            { } media when MediaTypes.ContainsKey(media) => Media(request, to, textField, text, media),
            _ => Unknown(request, type),
        };
        return message is null ? null : message with { ReplyTo = replyTo };
    }

    // Which fields belong to it is not known, so none of them is wrong.
    private static OutboundMessage? Unknown(RequestFields request, string? type)
    {
        request.Ignore(Parts);
        if (type is not null)
        {
            request.Problem("messageType", Types);
        }

        return null;
    }

    private static OutboundMessage? Text(RequestFields request, string to, string textField, string? text)
    {
        var previewUrl = request.Flag("previewUrl");
        if (!string.IsNullOrWhiteSpace(text))
        {
            return new OutboundMessage { To = to, Type = OutboundType.Text, Text = text, PreviewUrl = previewUrl };
        }

        if (text is not null || !request.Has(textField))
        {
            request.Problem(textField, text is null ? "is needed" : "must not be blank");
        }

        return null;
    }

    private static OutboundMessage? Media(RequestFields request, string to, string textField, string? text, string? type)
    {
        var (url, id) = (request.Word("mediaUrl", MaxUrl), request.Word("mediaId", MaxProviderId));
        if (request.Has("mediaUrl") == request.Has("mediaId"))
        {
            request.Problem("mediaUrl", request.Has("mediaUrl") ? "and mediaId cannot both be given" : "is needed, or mediaId");
        }
        else if (url is not null && OutboundUrl.Problem(url) is { } problem)
        {
            request.Problem("mediaUrl", "is refused: " + problem);
        }

        var source = request.Has("caption") ? "caption" : textField;
        var caption = request.Text("caption", MaxCaption) ?? text;
        var media = new OutboundMedia(url, id, request.Word("mimeType", 128), request.Word("fileName", 240));
        if (type is null)
        {
            return null;
        }

        if (!MediaTypes.TryGetValue(type, out var kind))
        {
            request.Problem("mediaType", "must be image, video, audio, document or sticker");
            return null;
        }

        if (caption is not null && kind is OutboundType.Audio or OutboundType.Sticker)
        {
            request.Problem(source, $"cannot go with {type}");
        }
        else if (caption is { Length: > MaxCaption })
        {
            request.Problem(source, string.Create(CultureInfo.InvariantCulture, $"must have 1 to {MaxCaption} characters as a caption, has {caption.Length}"));
        }

        return new OutboundMessage { To = to, Type = kind, Text = caption, Media = media };
    }

    private static OutboundMessage? Template(RequestFields request, string to)
    {
        if (Part(request, "template", "is needed: name, language, components") is not { } fields)
        {
            return null;
        }

        var name = fields.Needed("name", MaxName);
        var language = LanguageOf(fields) ?? "";
        var components = fields.Raw("components", JsonValueKind.Array, MaxComponents);
        fields.RefuseOthers();
        return name is null ? null : new OutboundMessage { To = to, Type = OutboundType.Template, Template = new OutboundTemplate(name, language, components) };
    }

    private static RequestFields? Part(RequestFields request, string name, string missing)
    {
        if (!request.Has(name))
        {
            request.Problem(name, missing);
        }

        return request.Object(name);
    }

    // "es", or Meta's {"code":"es"}.
    private static string? LanguageOf(RequestFields template)
    {
        if (!template.Has("language") || template.IsText("language"))
        {
            return template.Word("language", MaxLanguage);
        }

        var inner = template.Object("language");
        var code = inner?.Needed("code", MaxLanguage);
        inner?.Word("policy", MaxLanguage); // Meta's own, with one value only
        inner?.RefuseOthers();
        return code;
    }

    private static OutboundMessage? Location(RequestFields request, string to)
    {
        if (Part(request, "location", "is needed: latitude, longitude, name, address") is not { } fields)
        {
            return null;
        }

        var (latitude, longitude) = (fields.Number("latitude", -90, 90), fields.Number("longitude", -180, 180));
        var place = new OutboundLocation(latitude ?? 0, longitude ?? 0, fields.Word("name", MaxCaption), fields.Word("address", MaxCaption));
        fields.RefuseOthers();
        return new OutboundMessage { To = to, Type = OutboundType.Location, Location = place };
    }

    private static OutboundMessage? Reaction(RequestFields request, string to)
    {
        if (Part(request, "reaction", "is needed: messageId, emoji") is not { } fields)
        {
            return null;
        }

        var id = fields.Needed("messageId", MaxProviderId);
        var emoji = fields.Text("emoji", 64, least: 0); // empty takes an earlier one back; left out, it would by mistake
        if (!fields.Has("emoji"))
        {
            fields.Problem("emoji", "is needed: empty takes an earlier one back");
        }

        var fromMe = fields.Flag("fromMe");
        fields.RefuseOthers();
        return id is null || emoji is null ? null : new OutboundMessage { To = to, Type = OutboundType.Reaction, Reaction = new OutboundReaction(id, emoji, fromMe) };
    }
}
