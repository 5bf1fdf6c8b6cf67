using System.Globalization;
using Relevo.Contracts.Outcomes;
using Relevo.Providers.Bird;
using Relevo.Providers.BirdV1;
using Relevo.Providers.Meta;

namespace Relevo.Providers.Sending;

/// <summary>What a receipt that says failed means for the number, after its message had been accepted.</summary>
public static class FailedReceipts
{
    /// <summary>Judges.</summary>
    /// <param name="provider">Provider name.</param>
    /// <param name="code">Meta's code where the provider hands it on, else its own; null when it gave none.</param>
    /// <returns>The class, and whether it is the account's. Without a code the number is to blame: nothing says that the recipient is.</returns>
    public static (FailureClass Class, bool IsAccountWide) Classify(string? provider, string? code)
    {
        if (code is null)
        {
            return (FailureClass.RetrySame, false);
        }

        var isNumber = long.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var failure = provider switch
        {
            ProviderNames.Bird when isNumber => BirdErrors.ClassifyFailure(number),
            ProviderNames.BirdV1 => BirdV1Errors.Classify(code, isNumber ? number : null),
            _ when isNumber => MetaErrors.Classify(number),
            _ => FailureClass.FailPermanent,
        };
        return (failure, MetaErrors.IsAccountWide(code) || (provider == ProviderNames.BirdV1 && BirdV1Errors.IsAccountWide(code)));
    }
}
