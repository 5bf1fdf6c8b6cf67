using System.Globalization;
using System.Text.Json;
using Relevo.Contracts.Messages.Outbound;
using Relevo.Providers.Reading;
using Relevo.Providers.Sending;

namespace Relevo.Providers.Bird;

/// <summary>
/// Templates, which at Bird are projects with one flat list of named strings. Parameters in Meta's form become that list
/// in their order: under their <c>parameter_name</c>, else under their place among all parameters of the template,
/// counted from 1. Only text can be carried over.
/// </summary>
internal static class BirdTemplateBody
{
    internal static MessageRefusal? Check(OutboundTemplate template)
    {
        foreach (var parameter in Parameters(template))
        {
            if (parameter.Value is null)
            {
                return new MessageRefusal(MessagePart.TemplateComponents, "Bird's templates take parameters of type text only.");
            }
        }

        return null;
    }

    internal static void Write(Utf8JsonWriter json, OutboundTemplate template)
    {
        json.WriteStartObject("template"u8);
        json.WriteString("projectId"u8, template.Name);
        json.WriteString("version"u8, "latest"u8);
        json.WriteString("locale"u8, template.Language);
        json.WriteStartArray("parameters"u8);
        foreach (var (key, value) in Parameters(template))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "string"u8);
            json.WriteString("key"u8, key);
            json.WriteString("value"u8, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // The value is null where a parameter is no text.
    private static IEnumerable<(string Key, string? Value)> Parameters(OutboundTemplate template)
    {
        if (template.Components is not { ValueKind: JsonValueKind.Array } components)
        {
            yield break;
        }

        var place = 0;
        foreach (var component in components.EnumerateArray())
        {
            var odd = false;
            if (!Field.TryArray(component, "parameters"u8, out var parameters, ref odd))
            {
                continue;
            }

            foreach (var parameter in parameters.EnumerateArray())
            {
                place++;
                var name = Field.Text(parameter, "parameter_name"u8, ref odd);
                var text = Field.Text(parameter, "type"u8, ref odd) == "text" ? Field.Text(parameter, "text"u8, ref odd) : null;
                yield return (string.IsNullOrEmpty(name) ? place.ToString(CultureInfo.InvariantCulture) : name, text);
            }
        }
    }
}
