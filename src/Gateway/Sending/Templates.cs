using Relevo.Contracts.Messages.Outbound;
using Relevo.Gateway.Configuration;
using Relevo.Providers;

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
        problem = null;
        if (message.Template is not { } template || !settings.Templates.TryGetValue(template.Name, out var known))
        {
            problem = message.Template is { Language.Length: 0 } ? "template.language is needed, because the settings know no template of that name" : null;
            return message;
        }

        if (NameAt(known, provider) is not { } name)
        {
            problem = $"the template {template.Name} has no name at {provider} in the settings";
            return message;
        }

        return message with { Template = template with { Name = name, Language = template.Language.Length > 0 ? template.Language : known.Language } };
    }

    /// <summary>The template that reopens a conversation at a provider, or null when none is set.</summary>
    public static OutboundMessage? Fallback(OutboundMessage message, string provider, GatewaySettings settings)
    {
        var found = settings.Templates.Values.FirstOrDefault(each => each.WindowFallback && NameAt(each, provider) is not null);
        return found is null ? null : new OutboundMessage
        {
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
