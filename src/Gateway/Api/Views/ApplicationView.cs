using Relevo.Gateway.Configuration;

namespace Relevo.Gateway.Api.Views;

/// <summary>An application without what may be secret in its address.</summary>
internal sealed record ApplicationView(string Name, string Url, int BackupUrls, int Concurrency)
{
    public static ApplicationView Of(string name, ApplicationOptions application) => new(
        name,
        new Uri(application.Url).GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped),
        application.BackupUrls.Count,
        application.Concurrency);
}
