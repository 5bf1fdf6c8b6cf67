namespace Relevo.Providers.Tests.Support;

/// <summary>Headers as a web server gives them: a name may come more than once.</summary>
internal sealed class TestHeaders(params (string Name, string Value)[] headers) : IWebhookHeaders
{
    public string? Single(string name)
    {
        var found = headers.Where(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase)).ToArray();
        return found.Length == 1 ? found[0].Value : null;
    }
}
