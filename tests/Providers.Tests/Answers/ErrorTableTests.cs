using System.Text;
using Relevo.Contracts.Outcomes;
using Relevo.Providers.Answers;
using Relevo.Providers.Bird;
using Relevo.Providers.BirdV1;
using Relevo.Providers.Evolution;
using Relevo.Providers.MessageBird;
using Relevo.Providers.Meta;

namespace Relevo.Providers.Tests.Answers;

public sealed class ErrorTableTests
{
    [Theory]
    [InlineData(FailureClass.AuthBroken, 0, 3, 10, 190, 200, 250, 299, 131005)]
    [InlineData(FailureClass.ThrottleNumber, 4, 80007, 130429, 133016)]
    [InlineData(FailureClass.ThrottleRecipient, 131056)]
    [InlineData(FailureClass.NumberDown, 33, 368, 131031, 131037, 131042, 131045, 131048, 133010)]
    [InlineData(FailureClass.RetrySame, 1, 2, 131000, 131016, 131053, 131057, 133004)]
    [InlineData(FailureClass.FailWindow, 131047)]
    [InlineData(FailureClass.FailPermanent, 100, 131008, 131009, 131021, 131026, 131030, 131049, 131050, 131051, 131052, 130472)]
    [InlineData(FailureClass.FailPermanent, 132000, 132001, 132005, 132007, 132012, 132015, 132016, 132068, 132069, 135000)]
    public void Meta_KnownCode_IsItsClassWhateverTheStatus(FailureClass expected, params int[] codes)
    {
        foreach (var code in codes)
        {
            foreach (var status in new int?[] { null, 200, 400, 429, 500 })
            {
                Assert.Equal(expected, MetaErrors.Classify(code, status));
            }
        }
    }

    [Theory]
    [InlineData(400, false, FailureClass.FailPermanent)]
    [InlineData(400, true, FailureClass.RetrySame)]
    [InlineData(429, false, FailureClass.ThrottleNumber)]
    [InlineData(500, false, FailureClass.RetrySame)]
    [InlineData(null, false, FailureClass.FailPermanent)]
    public void Meta_UnknownCode_GoesByStatus(int? status, bool transient, FailureClass expected) =>
        Assert.Equal(expected, MetaErrors.Classify(999_999, status, transient));

    [Theory]
    [InlineData(500, "{}", FailureClass.RetrySame)]
    [InlineData(500, "{\"error\":{\"message\":\"?\"}}", FailureClass.RetrySame)]
    [InlineData(400, "{\"error\":{\"is_transient\":true}}", FailureClass.RetrySame)]
    [InlineData(401, "{}", FailureClass.AuthBroken)]
    [InlineData(404, "<html>", FailureClass.FailPermanent)]
    [InlineData(502, "<html>", FailureClass.UnknownResult)]
    [InlineData(200, "<html>", FailureClass.UnknownResult)]
    [InlineData(200, "{\"error\":{\"code\":\"131047\"}}", FailureClass.FailWindow)]
    public void Meta_AnswerWithoutCode_GoesByStatus(int status, string body, FailureClass expected) =>
        Assert.Equal(expected, MetaErrors.Judge(Answer(status, body)).Class);

    [Theory]
    [InlineData(400, FailureClass.FailPermanent)]
    [InlineData(401, FailureClass.AuthBroken)]
    [InlineData(403, FailureClass.AuthBroken)]
    [InlineData(404, FailureClass.NumberDown)]
    [InlineData(422, FailureClass.FailPermanent)]
    [InlineData(429, FailureClass.ThrottleNumber)]
    [InlineData(500, FailureClass.RetrySame)]
    public void Bird_Status_IsItsClass(int status, FailureClass expected) =>
        Assert.Equal(expected, BirdErrors.Judge(Answer(status, "<html>")).Class);

    [Theory]
    [InlineData(11001, FailureClass.NumberDown)]
    [InlineData(11002, FailureClass.FailPermanent)]
    [InlineData(12001, FailureClass.RetrySame)]
    [InlineData(12003, FailureClass.FailPermanent)]
    [InlineData(14001, FailureClass.FailPermanent)]
    [InlineData(15005, FailureClass.RetrySame)]
    [InlineData(131047, FailureClass.FailWindow)]
    public void Bird_CodeOfAFailedStatus_IsItsClass(long code, FailureClass expected) =>
        Assert.Equal(expected, BirdErrors.ClassifyFailure(code));

    [Theory]
    [InlineData("service_window_expired", null, FailureClass.FailWindow)]
    [InlineData("undeliverable", null, FailureClass.FailPermanent)]
    [InlineData("recipient_suppressed", null, FailureClass.FailPermanent)]
    [InlineData("price_not_found", null, FailureClass.FailPermanent)]
    [InlineData("insufficient_balance", null, FailureClass.NumberDown)]
    [InlineData("rate_limited", null, FailureClass.ThrottleNumber)]
    [InlineData("internal_error", null, FailureClass.RetrySame)]
    [InlineData("of_tomorrow", 131056L, FailureClass.ThrottleRecipient)]
    [InlineData("of_tomorrow", null, FailureClass.FailPermanent)]
    [InlineData(null, null, FailureClass.FailPermanent)]
    public void BirdV1_CodeOfAFailedStatus_IsItsClass(string? code, long? metaCode, FailureClass expected) =>
        Assert.Equal(expected, BirdV1Errors.Classify(code, metaCode));

    [Theory]
    [InlineData(401, FailureClass.AuthBroken)]
    [InlineData(408, FailureClass.RetrySame)]
    [InlineData(409, FailureClass.FailPermanent)]
    [InlineData(429, FailureClass.ThrottleNumber)]
    [InlineData(503, FailureClass.RetrySame)]
    public void BirdV1_UnknownCode_GoesByStatus(int status, FailureClass expected) =>
        Assert.Equal(expected, BirdV1Errors.Judge(Answer(status, "{\"error\":{\"code\":\"E09999\"}}")).Class);

    [Theory]
    [InlineData(302, FailureClass.FailPermanent)]
    [InlineData(131047, FailureClass.FailWindow)]
    public void MessageBird_Code_IsItsClass(long code, FailureClass expected) => Assert.Equal(expected, MessageBirdErrors.Classify(code));

    [Theory]
    [InlineData(400, "{\"response\":{\"message\":\"Instance not connected\"}}", FailureClass.NumberDown)]
    [InlineData(500, "{\"response\":{\"message\":[\"x\",\"Error: Timed Out\"]}}", FailureClass.NumberDown)]
    [InlineData(500, "{\"message\":\"Connection Closed\"}", FailureClass.NumberDown)]
    [InlineData(400, "{\"response\":{\"message\":[[\"text is required\"]]}}", FailureClass.FailPermanent)]
    [InlineData(400, "{\"text\":\"Connection Closed\"}", FailureClass.FailPermanent)]
    [InlineData(403, "{}", FailureClass.AuthBroken)]
    [InlineData(404, "{}", FailureClass.NumberDown)]
    [InlineData(429, "", FailureClass.ThrottleNumber)]
    [InlineData(500, "{}", FailureClass.RetrySame)]
    [InlineData(502, "<html>", FailureClass.RetrySame)]
    [InlineData(201, "{}", FailureClass.UnknownResult)]
    [InlineData(201, "", FailureClass.UnknownResult)]
    [InlineData(201, "{\"error\":true,\"message\":\"Connection Closed\"}", FailureClass.NumberDown)]
    [InlineData(201, "{\"code\":131056}", FailureClass.ThrottleRecipient)]
    public void Evolution_Answer_IsJudgedByItsText(int status, string body, FailureClass expected) =>
        Assert.Equal(expected, EvolutionErrors.Judge(Answer(status, body)).Class);

    private static SendAnswer Answer(int status, string body) => new(status, Encoding.UTF8.GetBytes(body));
}
