using Relevo.Contracts.Messages.Outbound;
using Relevo.Gateway.Configuration;
using Relevo.Providers;
using Relevo.Providers.Sending;

namespace Relevo.Gateway.Sending;

/// <summary>Templates of the settings under the names that each provider knows. Pure.</summary>
internal static class Templates
{
    /// <summary>The message with its template under the provider's own name.</summary>
    /// <param name="message">The message; returned as it is when it is no template.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="settings">The templates.</param>
    /// <param name="problem">Why the template cannot be sent there; null when it can.</param>
    public static OutboundMessage Resolve(OutboundMessage message, string provider, GatewaySettings settings, out string? problem)
    {
        var resolved = ResolveOrRefuse(message, provider, settings, out var refusal);
        problem = refusal?.Sentence;
        return resolved;
    }

    /// <summary>The same, with the part of the message that is the trouble.</summary>
    public static OutboundMessage ResolveOrRefuse(OutboundMessage message, string provider, GatewaySettings settings, out MessageRefusal? refusal)
    {
        refusal = null;
        if (message.Template is not { } template)
        {
            return message;
        }

        if (!settings.Templates.TryGetValue(template.Name, out var known))
        {
            refusal = template.Language.Length == 0 ? new MessageRefusal(MessagePart.TemplateLanguage, "the template has no language, and the settings know no template of that name") : null;
            return message;
        }

        if (NameAt(known, provider) is not { } name)
        {
            refusal = new MessageRefusal(MessagePart.TemplateName, $"the template {template.Name} has no name at {provider} in the settings");
            return message;
        }

        return message with { Template = template with { Name = name, Language = template.Language.Length > 0 ? template.Language : known.Language } };
    }

    /// <summary>The template that reopens a conversation at a provider, or null when none is set.</summary>
    public static OutboundMessage? Fallback(OutboundMessage message, string provider, GatewaySettings settings)
    {
        var (known, found) = settings.Templates.FirstOrDefault(each => each.Value.WindowFallback && NameAt(each.Value, provider) is not null);
        return found is null ? null : new OutboundMessage
        {
            StandIn = known,
            To = message.To,
            Type = OutboundType.Template,
            Template = new OutboundTemplate(NameAt(found, provider)!, found.Language, null),
        };
    }

    private static string? NameAt(TemplateOptions template, string provider) => provider switch
    {
        ProviderNames.Meta => template.Meta,
        ProviderNames.Bird => template.Bird,
        ProviderNames.BirdV1 => template.BirdV1,
        ProviderNames.Evolution => template.Evolution,
        _ => null,
    };
}
